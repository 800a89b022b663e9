import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { isAlive, untilDead, untilWritten } from "./processes.js";

const PROGRAM = fileURLToPath(new URL("./fixtures/program.js", import.meta.url));

interface Started {
  readonly program: ChildProcess;
  /** Resolves when it is over and has said everything. */
  readonly closed: Promise<unknown>;
  /** Of its workers. */
  readonly pids: readonly number[];
}

/** A program whose two workers are at work, in a process group of its own as a shell makes it. */
async function startProgram(fault: string, ending: string): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), "shac-orphans-"));
  const program = spawn(process.execPath, [PROGRAM, folder, fault, ending], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const closed = once(program, "close");
  await untilWritten(join(folder, "ready"));
  const pids = [0, 1].map((trial) => Number(readFileSync(join(folder, `pid-${trial}`), "utf8")));
  return { program, closed, pids };
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
  const { closed, pids } = await startProgram("block", ending);
  await closed;
  await Promise.all(pids.map(untilDead));
});

it.each(["wait", "obey", "block"])(
  "Ctrl-C is the program's: workers that %s are stopped by it, and it ends",
  async (fault) => {
    const { program, closed, pids } = await startProgram(fault, "wait");
    let output = "";
    program.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    process.kill(-(program.pid as number), "SIGINT");
    await closed;
    expect(output).toBe("interrupted,interrupted\n");
    await Promise.all(pids.map(untilDead));
  },
);

it("close() with work in flight lets the program end by itself", async () => {
  const { program, closed, pids } = await startProgram("block", "close");
  await closed;
  expect(program.exitCode).toBe(0);
  await Promise.all(pids.map(untilDead));
});
