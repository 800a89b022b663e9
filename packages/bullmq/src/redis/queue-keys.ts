import type { EvaluationRequest, StudyIdentity } from "@shac/core";

/** All keys in Redis begin with it. */
export const PREFIX = "shac";

/** The hash of workers: what each offers, by name. */
export function workersKey(queue: string): string {
  return `${PREFIX}:${queue}:workers`;
}

/** The hash of running studies: what each is, by id. */
export function studiesKey(queue: string): string {
  return `${PREFIX}:${queue}:studies`;
}

/**
 * BullMQ's name of the queue for studies of one fingerprint. Each has its own, so that a worker never gets the job of a
 * study that it cannot evaluate.
 */
export function queueName(queue: string, { fingerprint }: Pick<StudyIdentity, "fingerprint">): string {
  return `${queue}.${encodeURIComponent(fingerprint)}`;
}

/** What the key of every job of those studies begins with. */
export function jobsBase(queue: string, fingerprint: string): string {
  return `${PREFIX}:${queueName(queue, { fingerprint })}:`;
}

type Attempt = Pick<EvaluationRequest, "studyId" | "trial" | "attempt">;

/** Equal for equal attempts, so that one is never in the queue twice. */
export function jobId({ studyId, trial, attempt }: Attempt): string {
  return `${encodeURIComponent(studyId)}.${trial}.${attempt}`;
}

/** The attempt of a job's id; undefined when it is none of ours. */
export function attemptOf(id: string): Attempt | undefined {
  const [, studyId, trial, attempt] = /^(.+)\.(\d+)\.(\d+)$/.exec(id) ?? [];
  try {
    if (studyId === undefined) return undefined;
    return { studyId: decodeURIComponent(studyId), trial: Number(trial), attempt: Number(attempt) };
  } catch {
    return undefined;
  }
}

/** Matches the keys of the queues of a name, of whatever fingerprint. */
export function queuePattern(queue: string): string {
  return `${PREFIX}:${queue}.*`;
}
