export { bullmqBackend } from "./bullmq-backend.js";
export { cleanQueue, listWorkers, type WorkerInfo } from "./inspect-queue.js";
export type { BullmqOptions, QueueOptions, RedisConnection } from "./options.js";
export { type EvaluatorService, type ServeOptions, serveEvaluator } from "./serve-evaluator.js";
