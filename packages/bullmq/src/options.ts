import { InvalidOptionError, type StudyIdentity } from "@shac/core";

/** Where Redis or Valkey is: `redis://[user[:password]@]host[:port][/database]`, or `rediss://` for TLS. */
export interface RedisConnection {
  readonly url: string;
}

/** What study and workers must have in common. */
export interface QueueOptions {
  readonly connection: RedisConnection;
  /** Name of the queue: 1 to 64 letters, digits, `_` and `-`. */
  readonly queue: string;
}

/** Options of `bullmqBackend`. */
export interface BullmqOptions extends QueueOptions {
  /**
   * Milliseconds without a sign of life after which a worker counts as lost and its evaluations are tried elsewhere, from
   * 2,000. Time in which Redis does not answer is left out. Default 10,000.
   */
  readonly lostAfterMs?: number;
}

/** Options of `serveEvaluator`. */
export interface ServeOptions extends QueueOptions {
  /** Whose evaluations to take: `new Study(definition)` of the study file. Those of another fingerprint are left alone. */
  readonly study: Pick<StudyIdentity, "fingerprint">;
  /** Gets a line about whatever the worker's owner should know. Default: standard error. */
  readonly log?: (line: string) => void;
}

/** @throws InvalidOptionError */
export function checkQueueOptions({ connection, queue }: QueueOptions): void {
  if (typeof queue !== "string" || !/^[\w-]{1,64}$/.test(queue)) {
    throw new InvalidOptionError(`queue is ${JSON.stringify(queue)}; give 1 to 64 letters, digits, _ and -.`);
  }
  const url = connection?.url;
  // Never the whole URL: it may hold a password.
  if (typeof url !== "string" || !URL.canParse(url) || !/^rediss?:$/.test(new URL(url).protocol)) {
    throw new InvalidOptionError("connection.url is no URL of Redis; give redis://host:port, or rediss:// for TLS.");
  }
}

/** @throws InvalidOptionError */
export function checkLostAfter(lostAfterMs: number): number {
  if (!Number.isFinite(lostAfterMs) || lostAfterMs < 2000) {
    throw new InvalidOptionError(`lostAfterMs is ${String(lostAfterMs)}; give milliseconds from 2000.`);
  }
  return lostAfterMs;
}
