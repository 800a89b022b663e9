import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const dir = mkdtempSync(join(tmpdir(), "shac-cluster-"));
const PORT = "6397";
const children: ChildProcess[] = [];

function shac(words: readonly string[], errors: "inherit" | "ignore" = "inherit"): ChildProcess {
  const child = spawn("node_modules/.bin/shac", words, { stdio: ["ignore", "pipe", errors] });
  children.push(child);
  return child;
}

/** Resolves when a process says that it is ready. */
async function said(child: ChildProcess, words: string): Promise<void> {
  if (child.stdout === null) return;
  for await (const line of createInterface(child.stdout)) if (line.includes(words)) break;
  child.stdout.resume();
}

async function startRedis(): Promise<string> {
  const words = ["--port", PORT, "--bind", "127.0.0.1", "--save", "", "--dir", dir];
  const redis = spawn("redis-server", words, { stdio: ["ignore", "pipe", "inherit"] });
  children.push(redis);
  redis.on("error", () => {
    console.error("This example needs redis-server: apt-get install redis-server, or name a Redis in REDIS_URL.");
    process.exit(1);
  });
  await said(redis, "Ready to accept connections");
  return `redis://127.0.0.1:${PORT}`;
}

try {
  const queue = ["--queue", "cluster", "--redis", process.env.REDIS_URL ?? (await startRedis())];
  for (const backend of ["processes", "threads"]) {
    const words = ["worker", "study.ts", "--backend", backend, "--workers", "2", ...queue];
    await said(shac(words, "ignore"), "evaluates cluster");
    console.log(`A worker with two ${backend} is there.`);
  }
  const run = shac(["run", "study.ts", "--backend", "bullmq", "--dir", dir, ...queue]);
  run.stdout?.pipe(process.stdout);
  assert.deepEqual(await once(run, "close"), [0, null]);
  const workers = shac(["workers", ...queue]);
  workers.stdout?.pipe(process.stdout);
  await once(workers, "close");
} finally {
  for (const child of children.reverse()) child.kill();
  rmSync(dir, { recursive: true, force: true });
}
