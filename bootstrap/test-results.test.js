import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, test } from "node:test";
import { countTests } from "./test-results.js";

const report = (...tests) => {
  const file = join(mkdtempSync(join(tmpdir(), "shac-")), "test-results.json");
  const assertionResults = tests.map(([status, fullName]) => ({ status, fullName }));
  writeFileSync(file, JSON.stringify({ testResults: [{ assertionResults }] }));
  return file;
};

beforeEach(() => {
  process.env.CI = "";
});

test("counts every test of a report", () => {
  const file = report(["passed", "a"], ["passed", "b"], ["failed", "c"], ["skipped", "d"], ["todo", "e"]);
  assert.deepEqual(countTests(file, 1), { passed: 2, failed: 1, skipped: ["d", "e"], missing: [] });
});

test("a command without a report is one test", () => {
  assert.deepEqual(countTests(undefined, 0), { passed: 1, failed: 0, skipped: [], missing: [] });
  assert.deepEqual(countTests(undefined, 3), { passed: 0, failed: 1, skipped: [], missing: [] });
});

test("a report that is not there is a failure, whatever the exit code", () => {
  assert.equal(countTests("no/such/file.json", 0).failed, 1);
});

test("a command that fails though each of its tests passed has failed", () => {
  assert.deepEqual(countTests(report(["passed", "a"]), 1), { passed: 1, failed: 1, skipped: [], missing: [] });
});

test("what the system lacks is skipped at home and fails in CI", () => {
  const file = report(["skipped", "queue [needs redis-server: apt-get install redis-server]"], ["skipped", "other"]);
  assert.equal(countTests(file, 0).skipped.length, 2);
  process.env.CI = "true";
  const counts = countTests(file, 0);
  assert.equal(counts.failed, 1);
  assert.deepEqual(counts.skipped, ["other"]);
});

test("a command that says what it skips has skipped it, and what the system lacks fails in CI", () => {
  const output =
    "cluster:test: > check.ts\ncluster:test: SKIPPED a queue [needs redis-server: apt-get install redis-server]\n";
  const title = "a queue [needs redis-server: apt-get install redis-server]";
  assert.deepEqual(countTests(undefined, 0, output), { passed: 0, failed: 0, skipped: [title], missing: [] });
  process.env.CI = "true";
  assert.deepEqual(countTests(undefined, 0, output), {
    passed: 0,
    failed: 1,
    skipped: [],
    missing: [`MISSING ${title}`],
  });
});
