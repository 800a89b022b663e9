import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

/** The whole example with a sixth of its budget; its exit code says whether the network that it ends with is the best. */
const args = ["--import", "tsx", "index.ts", "--budget", "4"];
const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
assert.equal(status, 0, stdout + stderr);
assert.match(stdout, /as it comes +19\.81 dB\n.*\nfine-tuned with what was found +2\d\.\d\d dB/);
