import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const dir = mkdtempSync(join(tmpdir(), "shac-cluster-"));
const children: ChildProcess[] = [];

function shac(words: readonly string[], errors: "inherit" | "ignore" = "inherit"): ChildProcess {
  const child = spawn("node_modules/.bin/shac", words, { stdio: ["ignore", "pipe", errors] });
  children.push(child);
  return child;
}

/** Resolves when a process says that it is ready. */
async function said(child: ChildProcess, words: string): Promise<void> {
  assert(child.stdout !== null);
  for await (const line of createInterface(child.stdout)) {
    if (!line.includes(words)) continue;
    child.stdout.resume();
    return;
  }
  throw new Error(`${child.spawnargs.join(" ")} ended without saying "${words}"`);
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return String(port);
}

async function startRedis(): Promise<string> {
  const port = await freePort();
  const words = ["--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", dir];
  const redis = spawn("redis-server", words, { stdio: ["ignore", "pipe", "inherit"] });
  children.push(redis);
  redis.on("error", () => {
    console.error("This example needs redis-server: apt-get install redis-server, or name a Redis in REDIS_URL.");
    process.exit(1);
  });
  await said(redis, "Ready to accept connections");
  return `redis://127.0.0.1:${port}`;
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
