import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Study } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { loadDigits } from "./data.js";
import { evaluate } from "./network.js";
import { loadNetwork } from "./saved-network.js";

/** Runs the whole example with a seventh of its budget and returns what it printed. */
function start(dir: string): string {
  const args = ["--import", "tsx", "index.ts", "--dir", dir, "--budget", "20", "--batches", "2"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}

const dir = mkdtempSync(join(tmpdir(), "shac-digits-"));
try {
  const printed = start(dir);
  const { test } = await loadDigits();
  for (const name of ["digits", "digits-random"]) {
    const { best, trials } = await Study.restore(journalStorage(dir), name);
    assert.equal(trials.filter(({ state }) => state === "complete").length, 20, name);
    assert.ok(best?.value && best.value > 0.8, `${name}: ${best?.value} of the validation digits are read right`);
    const network = await loadNetwork(journalStorage(dir).artifacts(name).path(best.number));
    const { accuracy } = evaluate(network, test);
    assert.ok(accuracy > 0.8, `${name}: ${accuracy} of the test digits are read right`);
    assert.ok(printed.includes(`${(100 * accuracy).toFixed(2)} %`), printed);
  }
  const report = printed.slice(printed.indexOf("accuracy on test digits"));
  assert.ok(start(dir).endsWith(report), "a second start evaluates nothing anew and reports the same");
} finally {
  rmSync(dir, { recursive: true });
}
