import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { journalStorage } from "@shac/core/node";
import { expect, it, onTestFinished } from "vitest";
import { withoutRedis } from "./needs-redis.js";
import { Program } from "./programs.js";
import { RedisServer } from "./redis-server.js";
import { recordsOf } from "./studies.js";

const NAME = `shac${process.pid % 100_000}`;
const NETWORK = `10.211.${process.pid % 256}`;
const [HERE, THERE] = [`${NETWORK}.1`, `${NETWORK}.2`] as const;
// So many that the host that stays needs half a minute for them, and the other is back by then.
const BUDGET = 120;
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
// How long TCP takes to notice that the cable is back differs so much that one run in a few outlasts the study.
const isSoak = process.env.SOAK !== undefined;
const reason = isSoak ? needs : " (only with SOAK=1: TCP may take longer to come back than the study)";

it.skipIf(cannot || !isSoak)(
  `a host that is cut off is lost, and takes part again when it is back${reason}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "shac-hosts-"));
    const other = new Host();
    // After a time-out too.
    onTestFinished(() => other.remove());
    await using redis = await RedisServer.start("--bind", HERE, "127.0.0.1", "--protected-mode", "no");
    const url = `redis://${HERE}:${redis.port}`;
    const near = new Program("worker.js", [redis.url, "hosts", "1"], environment);
    const far = other.run("worker.js", [url, "hosts", "2"]);
    await Promise.all([near.said(/^serving/), far.said(/^serving/)]);
    const main = new Program("main.js", [redis.url, "hosts", folder, "2000"], environment);
    await far.said(/^evaluating 1,/);
    other.cable = "down";
    await main.said(/^lost/);
    const before = far.lines.length;
    other.cable = "up";
    // TCP itself waits longer and longer before it tries again.
    await far.saidAfter(before, /^evaluating/);
    expect(await main.ended, main.lines.join("\n")).toBe(0);
    expect(main.count(/^finished/)).toBe(BUDGET);
    const records = await recordsOf(journalStorage(folder).read("chaos"));
    const finished = records.flatMap((record) => (record.type === "finished" ? [record.trial] : []));
    expect(new Set(finished).size).toBe(BUDGET);
    await Promise.all([near, far].map((worker) => worker.kill("SIGTERM")));
    rmSync(folder, { recursive: true });
  },
);
