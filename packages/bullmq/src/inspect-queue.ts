import type { Redis } from "ioredis";
import { checkQueueOptions, type QueueOptions } from "./options.js";
import { attemptOf, queuePattern, studiesKey, workersKey } from "./queue-keys.js";
import { connectRedis } from "./redis-client.js";
import { REMOVE_JOB, SWEEP } from "./scripts.js";
import { decodeStudy, decodeWorker } from "./worker-record.js";

/** Milliseconds without a beat after which a worker or a study is not there any more. */
const SILENT_MS = 10_000;

/** A worker of a queue, as it last described itself. */
export interface WorkerInfo {
  readonly name: string;
  readonly host: string;
  /** Name of the backend that it serves. */
  readonly backend: string;
  /** Of the studies that it takes evaluations of. */
  readonly fingerprint: string;
  /** Evaluations at once. */
  readonly slots: number;
  /** Evaluations under way. */
  readonly running: number;
  /** Evaluations since it began that ended well, ... */
  readonly done: number;
  /** ... that failed or were lost, ... */
  readonly failed: number;
  /** ... and jobs that were no evaluations. */
  readonly refused: number;
  /** When Redis last heard of it, in milliseconds since 1970. */
  readonly lastBeat: number;
  /** It has said nothing for 10 s. */
  readonly isSilent: boolean;
}

/**
 * The workers of a queue by name, also those that fell silent in the last minute.
 * @throws InvalidOptionError, MissingDependencyError, BackendError when Redis cannot be used
 */
export function listWorkers(options: QueueOptions): Promise<readonly WorkerInfo[]> {
  return withRedis(options, async (client) => {
    const now = await timeOf(client);
    const records = Object.values(await client.hgetall(workersKey(options.queue)));
    const workers = records.map(decodeWorker).filter((record) => record !== undefined);
    return workers
      .map(({ at, beat: _, running, ...record }) => {
        return { ...record, running: running.length, lastBeat: at, isSilent: now - at > SILENT_MS };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  });
}

/**
 * Removes what is left in Redis of workers that fell silent and of studies that are not running. A study that was killed
 * and is to go on loses the results that wait for it, and evaluates those trials again.
 *
 * @returns how many there were
 * @throws InvalidOptionError, MissingDependencyError, BackendError when Redis cannot be used
 */
export function cleanQueue(options: QueueOptions): Promise<{ readonly workers: number; readonly jobs: number }> {
  const { queue } = options;
  return withRedis(options, async (client) => {
    const now = await timeOf(client);
    const isSilent = (record: { readonly at: number } | undefined) =>
      record === undefined || now - record.at > SILENT_MS;
    const workers = await removeFields(client, workersKey(queue), (text) => isSilent(decodeWorker(text)));
    await removeFields(client, studiesKey(queue), (text) => isSilent(decodeStudy(text)));
    const running = new Set(await client.hkeys(studiesKey(queue)));
    let jobs = 0;
    const bases = new Set<string>();
    for await (const keys of client.scanStream({ match: queuePattern(queue), count: 1000 }) as AsyncIterable<
      string[]
    >) {
      for (const key of keys) {
        const [, base = "", id = ""] = /^([^:]*:[^:]*:)([^:]*)/.exec(key) ?? [];
        bases.add(base);
        const attempt = attemptOf(id);
        if (attempt === undefined || running.has(attempt.studyId)) continue;
        jobs += Number(await client.eval(REMOVE_JOB, 0, base, id));
      }
    }
    for (const base of bases) await client.eval(SWEEP, 0, base);
    return { workers, jobs };
  });
}

async function removeFields(client: Redis, key: string, isOver: (text: string) => boolean): Promise<number> {
  const fields = Object.entries(await client.hgetall(key)).filter(([, text]) => isOver(text));
  for (const [name] of fields) await client.hdel(key, name);
  return fields.length;
}

async function withRedis<T>(options: QueueOptions, use: (client: Redis) => Promise<T>): Promise<T> {
  checkQueueOptions(options);
  const client = await connectRedis(options.connection);
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}

async function timeOf(client: Redis): Promise<number> {
  const [seconds] = await client.time();
  return Number(seconds) * 1000;
}
