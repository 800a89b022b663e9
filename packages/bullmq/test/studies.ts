import type { BullmqOptions } from "@shac/bullmq";
import { defineStudy, float, type ParamsOf, type StudyRecord, searchSpace, shacSampler, type Trial } from "@shac/core";
import { Redis } from "ioredis";

const space = searchSpace({ x: float(-1, 1), y: float(-1, 1) });

/** A study of 40 evaluations in 4 batches; the second and later batches depend on every value before. */
export const definition = defineStudy({
  name: "bowl",
  space,
  totalBudget: 40,
  numBatches: 4,
  seed: 3,
  sampler: shacSampler({ booster: { rounds: 20 }, skipCvChecks: true }),
  objective: ({ x, y }) => bowl({ x, y }),
});

export function bowl({ x, y }: ParamsOf<typeof space>): number {
  return x * x + y * y;
}

/** What makes trials equal. */
export function essence(trials: readonly Trial<unknown>[]): unknown[] {
  return trials.map(({ number, batch, params, state, value, reason }) => {
    return { number, batch, params, state, value, reason };
  });
}

export async function recordsOf(records: AsyncIterable<StudyRecord>): Promise<readonly StudyRecord[]> {
  const all: StudyRecord[] = [];
  for await (const record of records) all.push(record);
  return all;
}

/** Runs `use` with a plain connection to the Redis of a backend. */
export async function withClient<T>({ connection }: BullmqOptions, use: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(connection.url);
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}

export function keysOf(options: BullmqOptions): Promise<readonly string[]> {
  return withClient(options, (client) => client.keys("*"));
}

/** Resolves once Redis has no key, as it must when nobody needs it any more. */
export function untilEmpty(options: BullmqOptions): Promise<void> {
  return withClient(options, async (client) => {
    while ((await client.dbsize()) > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  });
}
