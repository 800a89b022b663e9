import type { Redis } from "ioredis";
import { decodeStudy, decodeWorker } from "../wire/worker-record.js";
import { studiesKey, workersKey } from "./queue-keys.js";

/**
 * Removes the records of workers and studies of which Redis has heard nothing for `silentMs`, and what is no record. The hashes
 * go as a whole a minute after everybody; where somebody is always there, this keeps them small.
 *
 * @param now time of Redis in milliseconds
 * @returns how many workers there were
 */
export async function removeSilent(client: Redis, queue: string, now: number, silentMs: number): Promise<number> {
  const isSilent = (record: { readonly at: number } | undefined) => record === undefined || now - record.at > silentMs;
  await removeFields(client, studiesKey(queue), (text) => isSilent(decodeStudy(text)));
  return removeFields(client, workersKey(queue), (text) => isSilent(decodeWorker(text)));
}

async function removeFields(client: Redis, key: string, isOver: (text: string) => boolean): Promise<number> {
  const fields = Object.entries(await client.hgetall(key)).filter(([, text]) => isOver(text));
  for (const [name] of fields) await client.hdel(key, name);
  return fields.length;
}

/** Time of Redis in milliseconds. */
export async function timeOf(client: Redis): Promise<number> {
  const [seconds] = await client.time();
  return Number(seconds) * 1000;
}
