import { Worker } from "node:worker_threads";
import { afterAll, afterEach, beforeEach, expect } from "vitest";

/** Runs beside the tests: what never gives their event loop a turn keeps every timer there from firing. */
const WATCHER = `
const { writeSync } = require("node:fs");
const { parentPort, workerData } = require("node:worker_threads");
let timer;
parentPort.on("message", (test) => {
  clearTimeout(timer);
  if (test === "") return;
  timer = setTimeout(() => {
    writeSync(2, "HANGS: " + test + "\\n");
    process.kill(process.pid, "SIGKILL");
  }, workerData);
});
`;

/** Above what a test may take that gives its event loop a turn. */
const LIMIT_MS = process.env.SOAK === undefined ? 400_000 : 1_200_000;

/** Ends the process, which fails the run, when a test of this file takes too long. */
export function guardAgainstHangs(): void {
  const watcher = new Worker(WATCHER, { eval: true, workerData: LIMIT_MS });
  watcher.unref();
  beforeEach(() => watcher.postMessage(expect.getState().currentTestName));
  afterEach(() => watcher.postMessage(""));
  afterAll(() => watcher.terminate());
}
