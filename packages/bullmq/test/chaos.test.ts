import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createRng, inlineBackend, type SearchSpace, Study, type StudyDefinition } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { expect, it } from "vitest";
import { needsRedis, withoutRedis } from "./needs-redis.js";
import { Program } from "./programs.js";
import { RedisServer } from "./redis-server.js";
import { essence, keysOf, recordsOf, untilEmpty } from "./studies.js";

const SOAK = process.env.SOAK !== undefined;
const BUDGET = SOAK ? 600 : 100;
const WORKERS = SOAK ? 6 : 3;
const WORKER_KILLS = SOAK ? 30 : 4;
const WORKER_STOPS = SOAK ? 4 : 1;
const REDIS_KILLS = SOAK ? 2 : 1;
const MAIN_KILLS = SOAK ? 3 : 1;
const LOST_AFTER_MS = 2000;
const environment = { CHAOS_BUDGET: String(BUDGET), CHAOS_STEP_MS: SOAK ? "200" : "100", CHAOS_TELL: "1" };
const rng = createRng(7, "chaos");

/** What happens, in an order drawn by lot. */
function draw(): readonly ("kill" | "stop" | "redis" | "main")[] {
  const faults = [
    ...Array<"kill">(WORKER_KILLS).fill("kill"),
    ...Array<"stop">(WORKER_STOPS).fill("stop"),
    ...Array<"redis">(REDIS_KILLS).fill("redis"),
    ...Array<"main">(MAIN_KILLS).fill("main"),
  ];
  const order = faults.map((fault) => ({ fault, at: rng.next() }));
  return order.sort((a, b) => a.at - b.at).map(({ fault }) => fault);
}

/** The first worker that begins an evaluation from now on. */
function nextBusy(workers: readonly Program[]): Promise<Program> {
  const busy = async (worker: Program) => {
    await worker.saidAfter(worker.lines.length, /^evaluating/);
    return worker;
  };
  return Promise.any(workers.map(busy));
}

it.skipIf(withoutRedis)(
  `${BUDGET} evaluations while workers, Redis and the study itself are killed are those of a quiet run${needsRedis}`,
  async () => {
    process.env.CHAOS_BUDGET = environment.CHAOS_BUDGET;
    const folder = mkdtempSync(join(tmpdir(), "shac-chaos-"));
    await using redis = await RedisServer.start();
    const workers: Program[] = [];
    const startWorker = (place: number): void => {
      const worker = new Program("worker.js", [redis.url, "chaos", "2"], environment);
      workers[place] = worker;
      // As whoever looks after it does with one that began while Redis was away.
      void worker.ended.then((code) => code === 1 && worker.count(/^BackendError: /) > 0 && startWorker(place));
    };
    for (let place = 0; place < WORKERS; place++) startWorker(place);
    const startMain = () => new Program("main.js", [redis.url, "chaos", folder, String(LOST_AFTER_MS)], environment);
    let main = startMain();
    const mains = [main];
    const faults = draw();
    for (const [i, fault] of faults.entries()) {
      const due = Math.floor(((i + 1) * BUDGET) / 2 / (faults.length + 1));
      const earlier = mains.slice(0, -1).reduce((sum, program) => sum + program.count(/^finished/), 0);
      const finished = main.said(/^finished/, due - earlier);
      const worker = await Promise.race([finished.then(() => nextBusy(workers)), main.ended]).catch(() => null);
      // The study was faster than its faults, or failed.
      if (!(worker instanceof Program)) break;
      await delay(rng.next() * 100);
      if (fault === "main") {
        await main.kill();
        await delay(rng.next() * 1000);
        main = startMain();
        mains.push(main);
      } else if (fault === "redis") {
        await redis.kill();
        await delay(1000 + rng.next() * 1000);
        await redis.restart();
      } else if (fault === "stop") {
        worker.process.kill("SIGSTOP");
        await delay(LOST_AFTER_MS * 1.6);
        worker.process.kill("SIGCONT");
      } else {
        await worker.kill();
        startWorker(workers.indexOf(worker));
      }
    }
    expect(await main.ended, main.lines.join("\n")).toBe(0);
    const ends = await Promise.all(
      workers.map(async (worker) => {
        await worker.kill("SIGTERM");
        return worker.ended;
      }),
    );
    expect(ends).not.toContain(1);

    const storage = journalStorage(folder);
    const study = await Study.restore(storage, "chaos");
    const path = new URL("./fixtures/chaos-study.js", import.meta.url).href;
    const { default: definition } = (await import(path)) as { readonly default: StudyDefinition<SearchSpace> };
    const quiet = new Study(definition);
    await quiet.fit(inlineBackend(definition.objective, { concurrency: 4 }));
    expect(essence(study.trials)).toEqual(essence(quiet.trials));
    expect(study.best?.number).toBe(quiet.best?.number);

    const records = await recordsOf(storage.read("chaos"));
    const numbers = records.flatMap((record) => (record.type === "finished" ? [record.trial] : []));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: BUDGET }, (_, trial) => trial));
    const lost = records.filter(({ type }) => type === "lost").length;
    expect(lost).toBeGreaterThanOrEqual(WORKER_KILLS / 4);
    if (SOAK)
      console.log(`${lost} losses, ${mains.map((program) => program.count(/^finished/))} finished by each main`);
    const options = { connection: { url: redis.url }, queue: "chaos" };
    // What a worker killed at the very end said of itself goes by itself, after a minute.
    expect((await keysOf(options)).filter((key) => key !== "shac:chaos:workers")).toEqual([]);
    if (SOAK) await untilEmpty(options);
    rmSync(folder, { recursive: true });
  },
);
