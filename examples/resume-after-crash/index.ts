import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Study, type Trial } from "@shac/core";
import { journalStorage } from "@shac/core/node";

const dir = mkdtempSync(join(tmpdir(), "shac-crash-"));

/** `shac run study.ts`, under a name of its own. */
function run(name: string): ChildProcess {
  const words = ["run", "study.ts", "--name", name, "--dir", dir];
  return spawn("node_modules/.bin/shac", words, { stdio: ["ignore", "pipe", "inherit"] });
}

async function finished(name: string): Promise<Trial[]> {
  const { trials } = await Study.restore(journalStorage(dir), name);
  return trials.filter(({ state }) => state === "complete");
}

try {
  const doomed = run("killed");
  let lines = "";
  doomed.stdout?.on("data", (text) => {
    lines += text;
    if (lines.includes("batch 3/6")) doomed.kill("SIGKILL");
  });
  await once(doomed, "close");
  const kept = await finished("killed");
  console.log(`Killed after ${kept.length} of 60 evaluations.`);

  for (const name of ["killed", "alone"]) {
    const search = run(name);
    search.stdout?.resume();
    assert.deepEqual(await once(search, "close"), [0, null]);
  }
  const [resumed, alone] = [await finished("killed"), await finished("alone")];
  assert.deepEqual(resumed.slice(0, kept.length), kept, "what was finished is kept as it was");
  const found = (trials: Trial[]) => trials.map(({ params, value }) => ({ params, value }));
  assert.deepEqual(found(resumed), found(alone));
  console.log("Started again, it found the same 60 trials as a search that was left alone.");
} finally {
  rmSync(dir, { recursive: true });
}
