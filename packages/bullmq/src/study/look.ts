import type { StudyIdentity } from "@shac/core";
import type { Redis } from "ioredis";
import { studiesKey, workersKey } from "../redis/queue-keys.js";
import { LOOK } from "../redis/scripts.js";
import { encodeRecord, KEEP_MS } from "../wire/worker-record.js";

/** What Redis has of a job. */
export interface JobLook {
  readonly isGone: boolean;
  readonly isFinished: boolean;
  /** As BullMQ keeps it; absent: there is none. */
  readonly answer: string | undefined;
  /** Why BullMQ gave it up. */
  readonly failure: string | undefined;
  /** Who took it last; absent: it waits. */
  readonly worker: string | undefined;
  /** Whether a worker holds it. */
  readonly isHeld: boolean;
}

/** What a study sees of its queue at one moment. */
export interface QueueLook {
  /** Time of Redis in milliseconds. */
  readonly time: number;
  /** What Redis has of every worker: name, record, name, record ... */
  readonly workers: readonly string[];
  /** In the order of the keys that were asked for. */
  readonly jobs: readonly JobLook[];
}

type Fields = readonly [...(string | null)[], held: number];

/** Says that the study runs, and looks at its workers and jobs, all in one step. @param keys of the jobs */
export async function lookAtQueue(
  client: Redis,
  queue: string,
  { id, name, fingerprint }: Pick<StudyIdentity, "id" | "name" | "fingerprint">,
  keys: readonly string[],
): Promise<QueueLook> {
  const record = encodeRecord({ name, fingerprint });
  const hashes = [studiesKey(queue), workersKey(queue)];
  const [seconds, workers, jobs] = (await client.eval(LOOK, 2, ...hashes, id, record, KEEP_MS, ...keys)) as [
    string,
    string[],
    Fields[],
  ];
  return { time: Number(seconds) * 1000, workers, jobs: jobs.map(jobLook) };
}

function jobLook([name, finishedOn, answer, failure, worker, held]: Fields): JobLook {
  return {
    isGone: name === null,
    isFinished: finishedOn !== null,
    answer: text(answer),
    failure: text(failure),
    worker: text(worker),
    isHeld: held !== 0,
  };
}

function text(field: string | number | null | undefined): string | undefined {
  return typeof field === "string" ? field : undefined;
}
