import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished } from "vitest";

/** A Redis of its own, on loopback, with an append-only file in a temporary folder. */
export class RedisServer {
  readonly url: string;
  readonly #port: number;
  readonly #args: readonly string[];
  readonly #folder = mkdtempSync(join(tmpdir(), "shac-redis-"));
  #process: ChildProcess | undefined;

  private constructor(port: number, args: readonly string[]) {
    this.#port = port;
    this.#args = args;
    this.url = `redis://127.0.0.1:${port}`;
  }

  /** @param args further arguments, such as `--requirepass` and a password; `PORT` stands for its port */
  static async start(...args: string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), args);
    await server.restart();
    // A test that takes too long never comes to its own end.
    if (expect.getState().currentTestName !== undefined) onTestFinished(() => server[Symbol.asyncDispose]());
    return server;
  }

  get port(): number {
    return this.#port;
  }

  /** Starts it on the same port with the data that it had, and resolves when it takes connections. */
  async restart(): Promise<void> {
    const fixed = ["--port", String(this.#port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes"];
    const own = this.#args.map((arg) => (arg === "PORT" ? String(this.#port) : arg));
    const child = spawn("redis-server", [...fixed, "--dir", this.#folder, ...own], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#process = child;
    const said: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      said.push(line);
      if (line.includes("Ready to accept connections")) break;
    }
    if (!said.at(-1)?.includes("Ready")) throw new Error(`redis-server did not start:\n${said.join("\n")}`);
    child.stdout.resume();
  }

  /** As a crash of the machine's process would. */
  async kill(): Promise<void> {
    if (this.#process === undefined || this.#process.exitCode !== null) return;
    const exit = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await exit;
    this.#process = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
