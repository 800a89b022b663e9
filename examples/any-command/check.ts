import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

if (spawnSync("python3", ["--version"]).status !== 0) {
  console.log("Not run: python3 is not installed.");
  process.exit();
}
const dir = mkdtempSync(join(tmpdir(), "shac-any-command-"));
try {
  const words = ["start", "--silent", "--", "--dir", dir, "--budget", "20", "--batches", "2", "--json"];
  const { status, stdout, stderr } = spawnSync("npm", words, { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const { best, complete, failed } = JSON.parse(stdout);
  assert.equal(complete + failed, 20);
  assert.ok(best.value < 0.1, `the best of 20 trainings has an error of ${best.value}`);
  assert.match(stderr, /trial \d+: epoch 200: training error/);
} finally {
  rmSync(dir, { recursive: true });
}
