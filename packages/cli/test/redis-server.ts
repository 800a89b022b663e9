import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

/** Whether to skip tests that need Redis, and the end of their titles. */
export const withoutRedis: boolean = spawnSync("redis-server", ["--version"]).status !== 0;
export const needsRedis: string = withoutRedis ? " [needs redis-server: apt-get install redis-server]" : "";

/** A Redis of its own, on loopback, that keeps nothing. */
export async function startRedis(): Promise<{ readonly url: string; readonly process: ChildProcess }> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface(child.stdout)) if (line.includes("Ready to accept connections")) break;
  child.stdout.resume();
  return { url: `redis://127.0.0.1:${port}`, process: child };
}
