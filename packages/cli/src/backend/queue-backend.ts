import { pathToFileURL } from "node:url";
import type * as Bullmq from "@shac/bullmq";
import { type EvaluatorBackend, MissingDependencyError } from "@shac/core";
import type { QueueFlags, RunFlags } from "../command-line/flags.js";
import { findPackage } from "../modules/find-package.js";
import { UsageError } from "../usage-error.js";

/** The backend whose evaluations wait in a queue for workers of `shac worker`. */
export const QUEUE_BACKEND = "bullmq";

const PACKAGE = "@shac/bullmq";
const DEFAULT_REDIS = "redis://127.0.0.1:6379";

/** @throws UsageError for flags that would have no effect */
export function checkQueueFlags({ backend, redis, queue, lostAfter }: RunFlags): void {
  if (backend === QUEUE_BACKEND || [redis, queue, lostAfter].every((flag) => flag === undefined)) return;
  throw new UsageError("--redis, --queue and --lost-after need --backend bullmq.");
}

/** @throws UsageError, MissingDependencyError */
export async function queueBackend(studyFile: URL, flags: RunFlags): Promise<EvaluatorBackend> {
  if (flags.workers !== undefined || flags.memoryLimit !== undefined) {
    throw new UsageError("--workers and --memory-limit are for shac worker, where the evaluations run.");
  }
  const { lostAfter } = flags;
  const options = { ...queueOptions(flags), ...(lostAfter !== undefined && { lostAfterMs: lostAfter }) };
  return (await importBullmq(studyFile)).bullmqBackend(options);
}

/** @throws UsageError */
export function queueOptions({ redis, queue }: QueueFlags): Bullmq.QueueOptions {
  if (queue === undefined) throw new UsageError("Give the queue that workers and study share: --queue NAME.");
  return { connection: { url: redis ?? process.env.REDIS_URL ?? DEFAULT_REDIS }, queue };
}

/** What is installed beside a study file. @throws MissingDependencyError */
export async function importBullmq(studyFile: URL): Promise<typeof Bullmq> {
  const path = findPackage(PACKAGE, studyFile);
  if (path === undefined) throw new MissingDependencyError(PACKAGE, "Evaluating through a queue");
  return import(pathToFileURL(path).href);
}
