import type { Redis } from "ioredis";
import { checkQueueOptions, type QueueOptions } from "./options.js";
import { QueueJobs } from "./redis/queue-jobs.js";
import { attemptOf, jobsBase, queuePattern, studiesKey, workersKey } from "./redis/queue-keys.js";
import { connectRedis } from "./redis/redis-client.js";
import { removeSilent, timeOf } from "./redis/silent-records.js";
import { decodeStudy, decodeWorker, KEEP_MS } from "./wire/worker-record.js";

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
      .filter(({ at }) => now - at <= KEEP_MS)
      .map(({ at, beat: _, running, ...record }) => {
        return { ...record, running: running.length, lastBeat: at, isSilent: now - at > SILENT_MS };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  });
}

/**
 * Removes what is left in Redis of workers that fell silent and of studies that are not running, whatever else there is under
 * the queue's name included. A study that was killed and is to go on loses the results that wait for it, and evaluates those
 * trials again.
 *
 * @returns how many workers and evaluations there were
 * @throws InvalidOptionError, MissingDependencyError, BackendError when Redis cannot be used
 */
export function cleanQueue(options: QueueOptions): Promise<{ readonly workers: number; readonly jobs: number }> {
  const { queue } = options;
  return withRedis(options, async (client) => {
    const workers = await removeSilent(client, queue, await timeOf(client), SILENT_MS);
    const running = new Map(Object.entries(await client.hgetall(studiesKey(queue))));
    const live = new Set([...running.values()].map((text) => jobsBase(queue, decodeStudy(text)?.fingerprint ?? "")));
    let jobs = 0;
    const keys = client.scanStream({ match: queuePattern(queue), count: 1000 }) as AsyncIterable<string[]>;
    for await (const some of keys) {
      for (const key of some) {
        const [, base = "", id = "", rest] = /^([^:]*:[^:]*:)([^:]*)(:?)/.exec(key) ?? [];
        const attempt = attemptOf(id);
        const isJob = attempt !== undefined && rest === "";
        if (!live.has(base)) {
          if ((await client.del(key)) === 1 && isJob) jobs++;
        } else if (isJob && !running.has(attempt.studyId)) {
          await new QueueJobs(client, base).remove(id);
          jobs++;
        }
      }
    }
    return { workers, jobs };
  });
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
