import { InvalidOptionError } from "@shac/core";
import type { InferenceSession } from "onnxruntime-node";

export interface LatencyOptions {
  /** Runs before those that are measured, at least 0. Default 10. */
  readonly warmup?: number;
  /** Runs that are measured, at least 1; p99 needs 100 to say more than the longest. Default 100. */
  readonly runs?: number;
}

/** In milliseconds. */
export interface Latency {
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
}

/**
 * How long a run of `session` takes: `warmup` runs, then `runs` one after the other, each measured alone by `performance.now()`, a
 * monotonic clock with microseconds, from the call of `session.run(feeds)` until its promise resolves. So the turn of the event loop that the
 * binding takes and the making of the output tensors count, the making of `feeds` does not. A percentile is the nearest rank: the least
 * measured time that is at least as long as that share of all. Other evaluations that run at the same time lengthen it.
 *
 * @throws InvalidOptionError; whatever the run rejects with
 * @example
 * const latency = await measureLatency(session, feeds, { runs: 200 });
 * return { value: accuracy, metrics: { latencyMs: latency.p95 } };   // and constraints: { latencyMs: { max: 5 } }
 */
export async function measureLatency(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  { warmup = 10, runs = 100 }: LatencyOptions = {},
): Promise<Latency> {
  checkCount("warmup", warmup, 0);
  checkCount("runs", runs, 1);
  for (let i = 0; i < warmup; i++) await session.run(feeds);
  const times = new Float64Array(runs);
  for (let i = 0; i < runs; i++) {
    const began = performance.now();
    await session.run(feeds);
    times[i] = performance.now() - began;
  }
  times.sort();
  const percentile = (share: number) => times[Math.ceil(share * runs) - 1] as number;
  return { median: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) };
}

function checkCount(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new InvalidOptionError(`${name} is ${String(value)}; give an integer of at least ${least}.`);
}
