import type { QueueEvents, Worker } from "bullmq";
import { within } from "./within.js";

/** Milliseconds that BullMQ may take to close by itself, which it never does while Redis is away. */
const POLITE_MS = 300;

/**
 * Closes a part of BullMQ with the connection that it made for itself, whatever has become of Redis.
 * @param closeMs what it may take; a worker first waits for its evaluations to end
 */
export async function disconnect(part: QueueEvents | Worker, closeMs: number = POLITE_MS): Promise<void> {
  await within(closeMs, part.close());
  // A worker makes one to wait for jobs, beside the one that it is given; a listener makes its only one.
  const { client, blockingClient } = part.getBackend();
  const own = await within(POLITE_MS, blockingClient ?? client);
  own?.disconnect();
}
