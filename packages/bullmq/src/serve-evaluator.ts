import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { EvaluatorBackend } from "@shac/core";
import { checkQueueOptions, type ServeOptions } from "./options.js";
import { connectRedis } from "./redis/redis-client.js";
import { EvaluatorServer } from "./worker/evaluator-server.js";

/** A worker at work. */
export interface EvaluatorService {
  /** Unique: host, process and four digits. */
  readonly name: string;
  /** Stops what it evaluates, which is then tried elsewhere, and leaves the queue. Takes 5 s at most. */
  close(): Promise<void>;
}

/**
 * Evaluates with `backend` what studies put into a queue, as many at once as it has slots, until it is closed. The
 * process should have nothing else to do: one that blocks its event loop for `lostAfterMs` counts as lost.
 *
 * @param backend closed; it is opened here, and closed with the service
 * @throws InvalidOptionError, MissingDependencyError, BackendError when Redis or the backend cannot be used
 */
export async function serveEvaluator(backend: EvaluatorBackend, options: ServeOptions): Promise<EvaluatorService> {
  checkQueueOptions(options);
  const name = `${hostname()}:${process.pid}:${randomBytes(2).toString("hex")}`;
  const client = await connectRedis(options.connection);
  const server = new EvaluatorServer(name, backend, client, options);
  try {
    await server.open();
  } catch (error) {
    await server.close();
    throw error;
  }
  return { name, close: () => server.close() };
}
