import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

if (spawnSync("python3", ["--version"]).status !== 0) {
  console.log("Not run: python3 is not installed.");
  process.exit();
}
const dir = mkdtempSync(join(tmpdir(), "shac-ask-and-tell-"));
try {
  const { status, stdout, stderr } = spawnSync("python3", ["search.py", "--dir", dir], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const { value, params } = JSON.parse(stdout);
  assert.equal(value, (params.x * params.x + params.y - 11) ** 2 + (params.x + params.y * params.y - 7) ** 2);
  assert.ok(value < 100, `the best of 20 points is ${value}`);
} finally {
  rmSync(dir, { recursive: true });
}
