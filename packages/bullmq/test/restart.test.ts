import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { listWorkers } from "@shac/bullmq";
import { journalStorage } from "@shac/core/node";
import { expect, it } from "vitest";
import { needsRedis, withoutRedis } from "./needs-redis.js";
import { Program } from "./programs.js";
import { RedisServer } from "./redis-server.js";
import { keysOf, recordsOf } from "./studies.js";

const BUDGET = 40;
const environment = { CHAOS_BUDGET: String(BUDGET), CHAOS_STEP_MS: "100", CHAOS_TELL: "1" };

it.skipIf(withoutRedis)(
  `a study that was killed takes in what its workers did meanwhile, and starts nothing twice${needsRedis}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "shac-restart-"));
    await using redis = await RedisServer.start();
    const options = { connection: { url: redis.url }, queue: "restart" };
    const workers = [1, 3].map((slots) => new Program("worker.js", [redis.url, "restart", String(slots)], environment));
    await Promise.all(workers.map((worker) => worker.said(/^serving/)));
    // However late a worker is on a busy machine, it is not lost.
    const startMain = () => new Program("main.js", [redis.url, "restart", folder, "60000"], environment);
    for (const started of [6, 18]) {
      const main = startMain();
      while (evaluations(workers).length < started) await delay(5);
      await main.kill();
      // The first time everything is done when it comes back; the second time it comes back at once.
      if (started === 6) while ((await listWorkers(options)).some(({ running }) => running > 0)) await delay(50);
    }
    const main = startMain();
    expect(await main.ended, main.lines.join("\n")).toBe(0);
    const done = evaluations(workers);
    expect(new Set(done).size).toBe(done.length);
    expect(done).toHaveLength(BUDGET);
    const records = await recordsOf(journalStorage(folder).read("chaos"));
    expect(records.filter(({ type }) => type === "lost")).toEqual([]);
    await Promise.all(workers.map((worker) => worker.kill("SIGTERM")));
    expect(await keysOf(options)).toEqual([]);
    rmSync(folder, { recursive: true });
  },
);

it.skipIf(withoutRedis)(
  `a worker that was frozen is lost, its evaluation done elsewhere, and its answer ignored${needsRedis}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "shac-frozen-"));
    await using redis = await RedisServer.start();
    const start = () => new Program("worker.js", [redis.url, "frozen", "1"], environment);
    const frozen = start();
    await frozen.said(/^serving/);
    const main = new Program("main.js", [redis.url, "frozen", folder, "2000"], environment);
    await frozen.said(/^evaluating 1,/);
    frozen.process.kill("SIGSTOP");
    expect(await main.said(/^lost/)).toMatch(/^lost \d+: Worker \S+ was lost in trial \d+\.$/);
    const healthy = start();
    await healthy.said(/^evaluating \d+, attempt 2/);
    frozen.process.kill("SIGCONT");
    await frozen.said(/^The answer of .* came too late, and is ignored\.$/);
    expect(await main.ended, main.lines.join("\n")).toBe(0);
    expect(main.count(/^finished/)).toBe(BUDGET);
    await Promise.all([frozen, healthy].map((worker) => worker.kill("SIGTERM")));
    rmSync(folder, { recursive: true });
  },
);

/** Every start of an evaluation, as trial and attempt. */
function evaluations(workers: readonly Program[]): readonly string[] {
  return workers.flatMap(({ lines }) => lines.filter((line) => line.startsWith("evaluating")));
}
