import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { Study } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { loadDigits } from "./data.js";
import { evaluate } from "./network.js";
import { loadNetwork } from "./saved-network.js";

/** Evaluations of each of the two searches. */
const BUDGET = 5;

/** Runs the whole example with a small part of its budget and returns what it printed. */
function start(dir: string): string {
  const args = ["--import", "tsx", "index.ts", "--dir", dir, "--budget", String(BUDGET), "--batches", "1"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}

const dir = mkdtempSync(join(tmpdir(), "shac-digits-"));
try {
  const printed = start(dir);
  await tf.setBackend("wasm");
  const { test } = await loadDigits();
  for (const name of ["digits", "digits-random"]) {
    const { best, trials } = await Study.restore(journalStorage(dir), name);
    assert.equal(trials.filter(({ state }) => state === "complete").length, BUDGET, name);
    assert.ok(best?.value && best.value > 0.7, `${name}: ${best?.value} of the validation digits are read right`);
    const network = await loadNetwork(tf, journalStorage(dir).artifacts(name).path(best.number));
    const { accuracy } = evaluate(tf, network, test);
    assert.ok(accuracy > 0.7, `${name}: ${accuracy} of the test digits are read right`);
    assert.ok(printed.includes(`${(100 * accuracy).toFixed(2)} %`), printed);
  }
  const report = printed.slice(printed.indexOf("accuracy on test digits"));
  assert.ok(start(dir).endsWith(report), "a second start evaluates nothing anew and reports the same");
} finally {
  rmSync(dir, { recursive: true });
}
