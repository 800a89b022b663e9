import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { journalStorage } from "@shac/core/node";
import { expect, it, onTestFinished } from "vitest";
import { withoutRedis } from "./needs-redis.js";
import { Program } from "./programs.js";
import { RedisServer } from "./redis-server.js";
import { keysOf, recordsOf } from "./studies.js";

const NAME = `shac${process.pid % 100_000}`;
const NETWORK = `10.211.${process.pid % 256}`;
const [HERE, THERE] = [`${NETWORK}.1`, `${NETWORK}.2`] as const;
// More than anybody waits for: the search is stopped when enough was seen.
const BUDGET = 10_000;
const environment = { CHAOS_BUDGET: String(BUDGET), CHAOS_STEP_MS: "100", CHAOS_TELL: "1" };

function ip(...args: readonly string[]): void {
  execFileSync("ip", args, { stdio: "pipe" });
}

/** A second host: a network of its own, joined to this one by a cable. */
class Host {
  constructor() {
    ip("netns", "add", NAME);
    ip("link", "add", NAME, "type", "veth", "peer", "name", "eth0", "netns", NAME);
    ip("addr", "add", `${HERE}/30`, "dev", NAME);
    ip("link", "set", NAME, "up");
    ip("-n", NAME, "addr", "add", `${THERE}/30`, "dev", "eth0");
    ip("-n", NAME, "link", "set", "eth0", "up");
    ip("-n", NAME, "link", "set", "lo", "up");
  }

  run(script: string, args: readonly string[]): Program {
    return new Program(script, args, environment, ["ip", "netns", "exec", NAME]);
  }

  /** Pulls the cable, or plugs it in. */
  set cable(state: "up" | "down") {
    ip("link", "set", NAME, state);
  }

  remove(): void {
    ip("netns", "del", NAME);
  }
}

/** Whether this machine lets us make networks. */
const cannot = withoutRedis || spawnSync("ip", ["netns", "add", `${NAME}t`]).status !== 0;
if (!cannot) ip("netns", "del", `${NAME}t`);
const needs = cannot ? " [needs redis-server and root: apt-get install redis-server iproute2]" : "";

it.skipIf(cannot)(
  `a host that is cut off is lost, and takes part again within seconds when it is back${needs}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "shac-hosts-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const other = new Host();
    onTestFinished(() => other.remove());
    const redis = await RedisServer.start("--bind", HERE, "127.0.0.1", "--protected-mode", "no");
    onTestFinished(() => redis[Symbol.asyncDispose]());
    const url = `redis://${HERE}:${redis.port}`;
    const near = new Program("worker.js", [redis.url, "hosts", "1"], environment);
    const far = other.run("worker.js", [url, "hosts", "2"]);
    await Promise.all([near.said(/^serving/), far.said(/^serving/)]);
    const main = new Program("main.js", [redis.url, "hosts", folder, "2000"], environment);
    await far.said(/^evaluating/);
    other.cable = "down";
    await main.said(/^lost/);
    await near.said(/^evaluating \d+, attempt 2/);
    const before = far.lines.length;
    other.cable = "up";
    await far.saidAfter(before, /^The answer of .* came too late, and is ignored\.$/);
    await far.saidAfter(before, /^evaluating/);
    await main.kill("SIGTERM");
    const records = await recordsOf(journalStorage(folder).read("chaos"));
    const finished = records.flatMap((record) => (record.type === "finished" ? [record.trial] : []));
    expect(new Set(finished).size).toBe(finished.length);
    expect(main.count(/^finished/)).toBe(finished.length);
    await Promise.all([near, far].map((worker) => worker.kill("SIGTERM")));
    expect(await keysOf({ connection: { url: redis.url }, queue: "hosts" })).toEqual([]);
  },
);
