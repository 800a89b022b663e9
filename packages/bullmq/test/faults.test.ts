import { setTimeout as delay } from "node:timers/promises";
import { bullmqBackend, type EvaluatorService, listWorkers, type QueueOptions, serveEvaluator } from "@shac/bullmq";
import {
  BackendClosedError,
  inlineBackend,
  memoryStorage,
  type ObjectiveContext,
  randomSampler,
  Study,
} from "@shac/core";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { expect, it } from "vitest";
import { needsRedis, withoutRedis } from "./needs-redis.js";
import { RedisServer } from "./redis-server.js";
import { bowl, definition, essence, keysOf, recordsOf, withClient } from "./studies.js";

const study = new Study(definition);
const LOST_AFTER_MS = 2000;
const AWAY_MS = process.env.SOAK ? 60_000 : LOST_AFTER_MS * 1.5;

type Params = Parameters<typeof bowl>[0];

function serve(options: QueueOptions, log: (line: string) => void = () => {}): Promise<EvaluatorService> {
  const slow = async (params: Params) => {
    await delay(150);
    return bowl(params);
  };
  return serveEvaluator(inlineBackend(slow, { concurrency: 4 }), { ...options, study, log });
}

/** A promise, and how to resolve it. */
function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

async function quietTrials(): Promise<unknown[]> {
  const quiet = new Study(definition);
  await quiet.fit();
  return essence(quiet.trials);
}

it.skipIf(withoutRedis)(
  `a search waits while Redis is away for ${AWAY_MS / 1000} s, says so, loses nothing and goes on${needsRedis}`,
  async () => {
    await using redis = await RedisServer.start();
    const options = { connection: { url: redis.url }, queue: "away" };
    const lines: string[] = [];
    const service = await serve(options, (line) => lines.push(line));
    const storage = memoryStorage();
    const search = await Study.open(definition, { storage });
    const notices: string[] = [];
    search.on("notice", ({ message }) => notices.push(message));
    const crashed = new Promise<void>((resolve, reject) => {
      search.on("trial-finished", ({ trial }) => {
        if (trial.number !== 12) return;
        const crash = async () => {
          await redis.kill();
          await delay(AWAY_MS);
          await redis.restart();
        };
        crash().then(resolve, reject);
      });
    });
    await search.fit(bullmqBackend({ ...options, lostAfterMs: LOST_AFTER_MS }));
    await crashed;
    await search.close();
    await service.close();
    expect(essence(search.trials)).toEqual(await quietTrials());
    const at = `Redis at 127.0.0.1:${redis.port}`;
    expect(notices).toEqual([`${at} does not answer; the search waits for it.`, `${at} answers again.`]);
    expect(lines).toEqual([`${at} does not answer; waiting for it.`, `${at} answers again.`]);
    expect((await recordsOf(storage.read("bowl"))).filter(({ type }) => type === "lost")).toEqual([]);
    expect(await keysOf(options)).toEqual([]);
  },
);

it.skipIf(withoutRedis)(
  `a worker that is stopped hands its evaluations back at once, which uses no retry${needsRedis}`,
  async () => {
    await using redis = await RedisServer.start();
    const options = { connection: { url: redis.url }, queue: "handed" };
    const began = deferred<void>();
    const patient = async (params: Params, { trial, report, signal }: ObjectiveContext) => {
      report(1, bowl(params));
      if (trial === 5) began.resolve();
      if (trial >= 5) await delay(3_600_000, 0, { signal });
      return bowl(params);
    };
    const serving = { ...options, study, log: () => {} };
    const leaving = await serveEvaluator(inlineBackend(patient, { concurrency: 3 }), serving);
    const storage = memoryStorage();
    const search = await Study.open(definition, { storage });
    const lost: string[] = [];
    search.on("trial-lost", ({ trial, message }) => lost.push(`${trial.attempt}: ${message}`));
    // Whoever waited for the worker to be lost would wait for an hour.
    const searching = search.fit(bullmqBackend({ ...options, lostAfterMs: 3_600_000 }), { retries: 0 });
    await began.promise;
    await leaving.close();
    expect(await listWorkers(options)).toEqual([]);
    const service = await serve(options);
    await searching;
    expect(essence(search.trials)).toEqual(await quietTrials());
    expect(search.trials.map(({ attempt }) => attempt)).toEqual(Array(40).fill(1));
    expect(lost).toEqual(Array(lost.length).fill(`1: Worker ${leaving.name} was stopped.`));
    expect(lost.length).toBeGreaterThan(0);
    await Promise.all([search.close(), service.close()]);
    expect((await recordsOf(storage.read("bowl"))).filter(({ type }) => type === "lost")).toEqual([]);
    expect(await keysOf(options)).toEqual([]);
  },
);

it.skipIf(withoutRedis)(
  `no answer is lost while Redis takes no writes, and both sides say why${needsRedis}`,
  async () => {
    await using redis = await RedisServer.start();
    const options = { connection: { url: redis.url }, queue: "full" };
    const small = { ...definition, totalBudget: 4, numBatches: 1, sampler: randomSampler() };
    const begun = deferred<void>();
    const end = deferred<void>();
    let calls = 0;
    const patient = async (params: Params) => {
      if (++calls === 4) begun.resolve();
      await end.promise;
      return bowl(params);
    };
    const full = deferred<void>();
    const line = `Redis at 127.0.0.1:${redis.port} is full (maxmemory); raise it or remove keys, then go on.`;
    const log = (said: string) => said === line && full.resolve();
    const service = await serveEvaluator(inlineBackend(patient, { concurrency: 4 }), { ...options, study, log });
    const search = new Study(small);
    const noticed = deferred<void>();
    search.on("notice", ({ message }) => message === line && noticed.resolve());
    const searching = search.fit(bullmqBackend({ ...options, lostAfterMs: LOST_AFTER_MS }), { retries: 0 });
    await begun.promise;
    await withClient(options, async (client) => {
      await client.config("SET", "maxmemory", "1");
      await Promise.all([full.promise, noticed.promise]);
      // A replica takes none at all, not even those that free memory.
      await client.replicaof("127.0.0.1", "1");
      end.resolve();
      await delay(LOST_AFTER_MS);
      await client.replicaof("NO", "ONE");
      await client.config("SET", "maxmemory", "0");
    });
    await searching;
    expect(search.trials.map(({ state, attempt }) => `${state} ${attempt}`)).toEqual(Array(4).fill("complete 1"));
    expect(calls).toBe(4);
    await service.close();
    expect(await keysOf(options)).toEqual([]);
  },
);

it.skipIf(withoutRedis)(
  `an answer to what another worker holds by now is ignored, which its own says${needsRedis}`,
  async () => {
    await using redis = await RedisServer.start();
    const options = { connection: { url: redis.url }, queue: "taken" };
    const search = new Study(definition);
    const taken = `${search.id}.3.1`;
    const robbed = async (params: Params, { trial, attempt }: ObjectiveContext) => {
      const lock = `shac:taken.${study.fingerprint}:${taken}:lock`;
      if (trial === 3 && attempt === 1) await withClient(options, (client) => client.set(lock, "another"));
      return bowl(params);
    };
    const lines: string[] = [];
    const backend = inlineBackend(robbed, { concurrency: 4 });
    const service = await serveEvaluator(backend, { ...options, study, log: (line) => lines.push(line) });
    await search.fit(bullmqBackend({ ...options, lostAfterMs: LOST_AFTER_MS }));
    expect(essence(search.trials)).toEqual(await quietTrials());
    expect(search.trials[3]?.attempt).toBe(2);
    expect(lines).toEqual([`The answer of ${taken} came too late, and is ignored.`]);
    await service.close();
  },
);

it.skipIf(withoutRedis)(`close() settles everything in 5 s though Redis is gone${needsRedis}`, async () => {
  await using redis = await RedisServer.start();
  const options = { connection: { url: redis.url }, queue: "gone" };
  const never = async (_: unknown, { signal }: ObjectiveContext) => delay(60_000, 0, { signal });
  const service = await serveEvaluator(inlineBackend(never), { ...options, study, log: () => {} });
  const backend = bullmqBackend(options);
  await backend.open(study, () => {});
  const started = deferred<void>();
  const request = { studyId: study.id, trial: 0, attempt: 1, params: {}, seed: 1, pruning: [] };
  const { signal } = new AbortController();
  const channel = {
    signal,
    onStart: () => started.resolve(),
    onReport: () => {},
    onLog: () => {},
    onAttributes: () => {},
  };
  const running = backend.evaluate(request, channel);
  const settled = expect(running).rejects.toThrow(BackendClosedError);
  await started.promise;
  await redis.kill();
  const bound = delay(5000, "late");
  expect(await Promise.race([bound, Promise.all([backend.close(), service.close(), settled])])).not.toBe("late");
  // Nobody goes on trying to reach Redis.
  const open = () => process.getActiveResourcesInfo().filter((name) => /TCP/.test(name));
  await expect.poll(open, { timeout: 30_000 }).toEqual([]);
});

it.skipIf(withoutRedis)(
  `jobs, results and records of a stranger are refused and harm nothing${needsRedis}`,
  async () => {
    await using redis = await RedisServer.start();
    const options = { connection: { url: redis.url }, queue: "open" };
    const lines: string[] = [];
    /** Trials whose forged answer has not been refused yet. */
    const attacked = new Map([3, 13, 23, 33].map((trial) => [trial, deferred<void>()]));
    const patient = async (params: Params, { trial }: ObjectiveContext) => {
      await attacked.get(trial)?.promise;
      return bowl(params);
    };
    const backend = inlineBackend(patient, { concurrency: 4 });
    const service = await serveEvaluator(backend, { ...options, study, log: (line) => lines.push(line) });
    const client = new Redis(redis.url);
    const queue = new Queue(`open.${study.fingerprint}`, { connection: client, prefix: "shac" });
    const request = { v: 2, studyId: "x", trial: 0, attempt: 1, params: {}, seed: 1, pruning: [] };
    const jobs: readonly unknown[] = [
      null,
      7,
      "not JSON",
      "[".repeat(100_000),
      JSON.stringify({ ...request, v: 2 }),
      JSON.stringify({ ...request, attempt: 0 }),
      JSON.stringify({ ...request, params: "rm -rf" }),
      JSON.stringify({ ...request, pruning: [{ step: "0" }] }),
      // Well formed, but under an id that another evaluation would have.
      JSON.stringify(request),
    ];
    for (const data of jobs) await queue.add("evaluation", data);
    await client.hset("shac:open:workers", "a", "junk", "b", '1 {"name":"b","slots":1e9}', "c", "1 null");
    await client.hset("shac:open:studies", "a", "junk");

    const search = new Study(definition);
    const notices: string[] = [];
    search.on("notice", ({ message }) => {
      notices.push(message);
      attacked.get(Number(/\.(\d+)\.1: malformed/.exec(message)?.[1]))?.resolve();
    });
    const forged: Promise<unknown>[] = [];
    let poisoned: Promise<unknown> | undefined;
    search.on("trial-started", ({ trial }) => {
      if (trial.number !== 38) return;
      const id = `${search.id}.38.1`;
      const broken = ["jobId", id, "returnvalue", "{", "data", "{"];
      // BullMQ itself reads such texts as JSON. What it has not read by then, it never tells: the last forged answer comes first.
      const send = () =>
        ["completed", "progress"].map((event) =>
          client.xadd(`shac:${queue.name}:events`, "*", "event", event, ...broken),
        );
      poisoned = attacked.get(33)?.promise.then(() => Promise.all(send()));
    });
    search.on("trial-started", ({ trial }) => {
      if (!attacked.has(trial.number) || trial.attempt > 1) return;
      const id = `${search.id}.${trial.number}.1`;
      const ending = { type: "result", result: { value: "1e9", elapsedMs: 0 } };
      const returnvalue = JSON.stringify(JSON.stringify({ v: 2, messages: [], ending }));
      forged.push(
        client.xadd(`shac:${queue.name}:events`, "*", "event", "completed", "jobId", id, "returnvalue", returnvalue),
      );
    });
    await search.fit(bullmqBackend({ ...options, lostAfterMs: LOST_AFTER_MS }));
    await Promise.all([...forged, poisoned]);
    expect(essence(search.trials)).toEqual(await quietTrials());
    expect(forged.length).toBe(4);
    expect(notices.filter((notice) => /^Refused what came of .*: malformed ending\.$/.test(notice))).toHaveLength(4);
    const described = async () => (await listWorkers(options)).find(({ name }) => name === service.name);
    await expect.poll(described, { timeout: 30_000 }).toMatchObject({ slots: 4, running: 0, refused: jobs.length });
    expect(lines.filter((line) => /^Refused job/.test(line)).length).toBeGreaterThanOrEqual(jobs.length);
    await service.close();
    await queue.close();
    client.disconnect();
  },
);

it.skipIf(withoutRedis)(
  `a worker of another study says why it takes nothing, and the study waits${needsRedis}`,
  async () => {
    await using redis = await RedisServer.start();
    const options = { connection: { url: redis.url }, queue: "shared" };
    const other = new Study({ ...definition, direction: "maximize" });
    const said = deferred<string>();
    const stranger = await serveEvaluator(inlineBackend(bowl), { ...options, study: other, log: said.resolve });
    const search = new Study(definition);
    const noticed = deferred<string>();
    search.on("notice", ({ message }) => noticed.resolve(message));
    const searching = search.fit(bullmqBackend(options));
    expect(await noticed.promise).toBe(
      "No worker of queue shared serves this study; the search waits for one. " +
        "Of those there, 1 serve studies of another space, direction or constraints.",
    );
    expect(await said.promise).toBe(
      `Study "bowl" in queue shared has another space, direction or constraints than this worker's study ` +
        `(${study.fingerprint}, not ${other.fingerprint}); it is left to other workers.`,
    );
    const service = await serve(options);
    await searching;
    expect(essence(search.trials)).toEqual(await quietTrials());
    const done = async () => (await listWorkers(options)).map((worker) => worker.done).sort();
    await expect.poll(done, { timeout: 30_000 }).toEqual([0, 40]);
    await Promise.all([service.close(), stranger.close()]);
    expect(await withClient(options, (client) => client.dbsize())).toBe(0);
  },
);
