import { setTimeout as delay } from "node:timers/promises";
import { bullmqBackend, serveEvaluator } from "@shac/bullmq";
import { inlineBackend, type ObjectiveContext, randomSampler, Study } from "@shac/core";
import { expect, it } from "vitest";
import { needsRedis, withoutRedis } from "./needs-redis.js";
import { RedisServer } from "./redis-server.js";
import { bowl, definition, keysOf } from "./studies.js";

const LIMIT_MS = 5000;

it.skipIf(withoutRedis)(`time without Redis is left out of a time limit${needsRedis}`, async () => {
  await using redis = await RedisServer.start();
  const options = { connection: { url: redis.url }, queue: "limit" };
  const study = new Study({ ...definition, totalBudget: 4, numBatches: 1, sampler: randomSampler() });
  const away = new AbortController();
  const back = new AbortController();
  /** What each trial waits for. */
  const ends = [away.signal, back.signal, new AbortController().signal, AbortSignal.abort()];
  const patient = async (params: Parameters<typeof bowl>[0], { trial, signal }: ObjectiveContext) => {
    const end = AbortSignal.any([ends[trial] as AbortSignal, signal]);
    await delay(3_600_000, 0, { signal: end }).catch(() => signal.throwIfAborted());
    return bowl(params);
  };
  const service = await serveEvaluator(inlineBackend(patient, { concurrency: 4 }), {
    ...options,
    study,
    log: () => {},
  });
  study.on("notice", ({ message }) => /answers again/.test(message) && back.abort());
  const started = new Set<number>();
  const begun = new Promise<void>((resolve) => {
    study.on("trial-started", ({ trial }) => started.add(trial.number).size === 3 && resolve());
  });
  const searching = study.fit(bullmqBackend(options), { timeoutMs: LIMIT_MS, retries: 0 });
  await begun;
  await redis.kill();
  away.abort();
  await delay(1.5 * LIMIT_MS);
  await redis.restart();
  await searching;
  const seen = study.trials.map(({ state, reason, attempt }) => [state, reason, attempt]);
  const complete = ["complete", undefined, 1];
  expect(seen).toEqual([complete, complete, ["failed", "timeout", 1], complete]);
  await service.close();
  expect(await keysOf(options)).toEqual([]);
});
