import { MissingDependencyError } from "@shac/core";
import type * as BullMQ from "bullmq";
import type * as IORedis from "ioredis";

/** The two packages that carry everything, loaded on first use. @throws MissingDependencyError */
export async function loadBullmq(): Promise<{ readonly bullmq: typeof BullMQ; readonly ioredis: typeof IORedis }> {
  const [bullmq, ioredis] = await Promise.all([
    load("bullmq", () => import("bullmq")),
    load("ioredis", () => import("ioredis")),
  ]);
  return { bullmq, ioredis };
}

async function load<M>(name: string, importIt: () => Promise<M>): Promise<M> {
  try {
    return await importIt();
  } catch (cause) {
    throw new MissingDependencyError(name, "@shac/bullmq", { cause });
  }
}
