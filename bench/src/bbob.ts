import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { float, searchSpace } from "@shac/core";
import { cube, type Params, type Problem } from "./problem.js";
import { BENCH, PYTHON } from "./python.js";

const FUNCTIONS = 24;
const INSTANCES = 1000;

/** All functions of BBOB in so many dimensions, on instances that nobody chose: they follow from a commit's hash. */
export function bbobNames(commit: string, dimensions: readonly number[]): string[] {
  return dimensions.flatMap((d) =>
    Array.from({ length: FUNCTIONS }, (_, i) => {
      const hash = createHash("sha256")
        .update(`${commit} f${i + 1} d${d}`)
        .digest();
      return `bbob-f${i + 1}-i${1 + (hash.readUInt32BE() % INSTANCES)}-d${d}`;
    }),
  );
}

/** The function of BBOB of that name, as its distance to the lowest value on [-5, 5]^d; evaluated by ioh, in Python. */
export function bbobProblem(name: string): Problem {
  const d = Number(/-d(\d+)$/.exec(name)?.[1]);
  const names = cube(d, -5, 5).map((_, i) => `x${i + 1}`);
  const evaluate = (params: Params) => ask(name, Object.values(params) as number[]);
  return {
    name,
    space: searchSpace(Object.fromEntries(names.map((each) => [each, float(-5, 5)]))),
    evaluate,
    regret: evaluate,
  };
}

interface Server {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  readonly replies: AsyncIterator<string>;
}

let server: Server | undefined;

/** One question at a time. */
async function ask(problem: string, x: readonly number[]): Promise<number> {
  server ??= start();
  server.process.stdin.write(`${JSON.stringify({ problem, x })}\n`);
  const { value, done } = await server.replies.next();
  if (done) throw new Error("The server of BBOB's functions ended; is ioh installed in bench/.venv?");
  return Number(value);
}

function start(): Server {
  const child = spawn(PYTHON, ["peers/bbob.py"], { cwd: BENCH, stdio: ["pipe", "pipe", "inherit"] });
  child.unref();
  const lines: Interface = createInterface({ input: child.stdout });
  return { process: child, replies: lines[Symbol.asyncIterator]() };
}

/** Lets the program end. */
export function stopBbob(): void {
  server?.process.stdin.end();
  server = undefined;
}
