export { bullmqBackend } from "./bullmq-backend.js";
export { cleanQueue, listWorkers, type WorkerInfo } from "./inspect-queue.js";
export type { BullmqOptions, QueueOptions, RedisConnection, ServeOptions } from "./options.js";
export { type EvaluatorService, serveEvaluator } from "./serve-evaluator.js";
