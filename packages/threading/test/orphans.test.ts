import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { isAlive, untilDead, untilWritten } from "./processes.js";

const PROGRAM = fileURLToPath(new URL("./fixtures/program.js", import.meta.url));

/** A program whose two workers are at work, in a process group of its own as a shell makes it. */
async function startProgram(fault: string, ending: string): Promise<{ program: ChildProcess; pids: number[] }> {
  const folder = mkdtempSync(join(tmpdir(), "shac-orphans-"));
  const program = spawn(process.execPath, [PROGRAM, folder, fault, ending], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  await untilWritten(join(folder, "ready"));
  const pids = [0, 1].map((trial) => Number(readFileSync(join(folder, `pid-${trial}`), "utf8")));
  return { program, pids };
}

it.each([
  ["waits", "wait"],
  ["blocks its thread", "block"],
])("SIGKILL of the program ends every worker, even one that %s", async (_, fault) => {
  const { program, pids } = await startProgram(fault, "wait");
  expect(pids.every(isAlive)).toBe(true);
  program.kill("SIGKILL");
  await Promise.all(pids.map(untilDead));
});

it.each(["exit", "throw"])("a program that ends by %s leaves no worker", async (ending) => {
  const { program, pids } = await startProgram("block", ending);
  if (program.exitCode === null) await once(program, "exit");
  await Promise.all(pids.map(untilDead));
});

it.each(["wait", "obey", "block"])(
  "Ctrl-C is the program's: workers that %s are stopped by it, and it ends in time",
  async (fault) => {
    const { program, pids } = await startProgram(fault, "wait");
    let output = "";
    program.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    const began = performance.now();
    process.kill(-(program.pid as number), "SIGINT");
    await once(program, "close");
    expect(performance.now() - began).toBeLessThan(5000);
    expect(output).toBe("interrupted,interrupted\n");
    await Promise.all(pids.map(untilDead));
  },
);

it("close() with work in flight lets the program end by itself in time", async () => {
  const began = performance.now();
  const { program, pids } = await startProgram("block", "close");
  await once(program, "close");
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(program.exitCode).toBe(0);
  await Promise.all(pids.map(untilDead));
});
