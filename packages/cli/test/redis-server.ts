import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

/** Whether to skip tests that need Redis, and the end of their titles. */
export const withoutRedis: boolean = spawnSync("redis-server", ["--version"]).status !== 0;
export const needsRedis: string = withoutRedis ? " [needs redis-server: apt-get install redis-server]" : "";

/** Starts a Redis on loopback that keeps nothing and ends with the test. @returns its URL */
export async function startRedis(): Promise<string> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill());
  for await (const line of createInterface(child.stdout)) if (line.includes("Ready to accept connections")) break;
  child.stdout.resume();
  return `redis://127.0.0.1:${port}`;
}
