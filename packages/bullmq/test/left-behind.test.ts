import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { bullmqBackend, cleanQueue, listWorkers, serveEvaluator } from "@shac/bullmq";
import { inlineBackend, Study } from "@shac/core";
import type { Redis } from "ioredis";
import { expect, it } from "vitest";
import { needsRedis, withoutRedis } from "./needs-redis.js";
import { Program } from "./programs.js";
import { RedisServer } from "./redis-server.js";
import { definition, keysOf, withClient } from "./studies.js";

// No evaluation ends before its worker does.
const environment = { CHAOS_BUDGET: "40", CHAOS_STEP_MS: "3600000", CHAOS_TELL: "1" };

it.skipIf(withoutRedis)(`cleaning removes what nobody will ever remove${needsRedis}`, async () => {
  const folder = mkdtempSync(join(tmpdir(), "shac-left-"));
  await using redis = await RedisServer.start();
  const options = { connection: { url: redis.url }, queue: "left" };
  const worker = new Program("worker.js", [redis.url, "left", "2"], environment);
  await worker.said(/^serving/);
  const main = new Program("main.js", [redis.url, "left", folder, "2000"], environment);
  await worker.said(/^evaluating/, 2);
  const [there] = await listWorkers(options);
  expect(there).toMatchObject({ backend: "inline", slots: 2, isSilent: false });
  expect(await cleanQueue(options)).toEqual({ workers: 0, jobs: 0 });
  await main.kill();
  // The worker shall be the last to be heard of, in whole seconds.
  const lastBeat = async () => (await listWorkers(options))[0]?.lastBeat;
  const before = await lastBeat();
  while ((await lastBeat()) === before) await delay(100);
  await worker.kill();
  // Silence is told from a slow beat after ten seconds.
  while ((await listWorkers(options)).some(({ isSilent }) => !isSilent)) await delay(500);
  const { workers, jobs } = await cleanQueue(options);
  expect(workers).toBe(1);
  expect(jobs).toBeGreaterThanOrEqual(2);
  expect(await keysOf(options)).toEqual([]);
  rmSync(folder, { recursive: true });
});

/** Jobs as no program of ours or of BullMQ writes them. */
async function litter(client: Redis, base: string): Promise<void> {
  const fields = { name: "evaluation", data: "null", opts: "{}", timestamp: "1", delay: "0", priority: "0" };
  const jobs = {
    "no-json": { data: "{" },
    "no-options": { opts: "{" },
    "%.1.1": {},
    "a.0.1": { parentKey: "shac:x:1" },
  };
  for (const [id, own] of Object.entries(jobs)) {
    await client.hset(base + id, { ...fields, ...own });
    await client.lpush(`${base}wait`, id);
  }
  await client.lpush(`${base}wait`, "nothing");
  await client.zadd(`${base}completed`, 1, "%.2.1");
}

it.skipIf(withoutRedis)(`what strangers throw into a queue goes with the study${needsRedis}`, async () => {
  await using redis = await RedisServer.start();
  const options = { connection: { url: redis.url }, queue: "litter" };
  const study = new Study(definition);
  const refused: string[] = [];
  const service = await serveEvaluator(inlineBackend(definition.objective), {
    ...options,
    study,
    log: (line) => refused.push(line),
  });
  await withClient(options, (client) => litter(client, `shac:litter.${study.fingerprint}:`));
  await study.fit(bullmqBackend(options));
  expect(study.trials.every(({ state }) => state === "complete")).toBe(true);
  await expect.poll(async () => (await listWorkers(options))[0]?.refused, { timeout: 30_000 }).toBe(5);
  expect(refused.filter((line) => /^Refused (job|a job that is no JSON)/.test(line)).length).toBeGreaterThan(2);
  await service.close();
  expect(await keysOf(options)).toEqual([]);
  // Where no study comes.
  await withClient(options, (client) => litter(client, `shac:litter.${study.fingerprint}:`));
  expect(await cleanQueue(options)).toEqual({ workers: 0, jobs: 1 });
  expect(await keysOf(options)).toEqual([]);
});

it.skipIf(withoutRedis)(`who was silent for a minute is forgotten by whoever comes next${needsRedis}`, async () => {
  await using redis = await RedisServer.start();
  const options = { connection: { url: redis.url }, queue: "old" };
  const study = new Study(definition);
  const serve = () => serveEvaluator(inlineBackend(definition.objective), { ...options, study, log: () => {} });
  const first = await serve();
  await withClient(options, async (client) => {
    const [record = ""] = await client.hvals("shac:old:workers");
    const [, time, text] = /^(\d+) (.*)$/.exec(record) ?? [];
    await client.hset("shac:old:workers", "long-gone", `${Number(time) - 61} ${text}`);
    await client.hset("shac:old:studies", "long-gone", `${Number(time) - 61} {"name":"a","fingerprint":"b"}`);
    expect(await listWorkers(options)).toHaveLength(1);
    const second = await serve();
    expect((await client.hkeys("shac:old:workers")).sort()).toEqual([first.name, second.name].sort());
    expect(await client.exists("shac:old:studies")).toBe(0);
    await second.close();
  });
  await first.close();
});
