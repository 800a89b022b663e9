import { BackendError } from "@shac/core";
import type { Redis } from "ioredis";
import type { RedisConnection } from "../options.js";
import { loadBullmq } from "./load-bullmq.js";
import { PREFIX } from "./queue-keys.js";

/** Milliseconds that a connection may take, ... */
const CONNECT_MS = 5000;

/**
 * ... and that one may be silent with a command under way before it counts as dead. TCP by itself waits longer and longer
 * for a network that was cut, minutes in the end.
 */
const SOCKET_MS = 5000;

/** Milliseconds that a blocking read may take, well below that. */
export const BLOCK_MS = 2000;

/** Longest time between two attempts to connect anew. */
const MAX_RETRY_MS = 1000;

/**
 * A connection that comes back by itself when it is lost; commands wait meanwhile. It has been tried once, for writing too.
 * @throws BackendError in one line that tells what is wrong; MissingDependencyError
 */
export async function connectRedis({ url }: RedisConnection): Promise<Redis> {
  const { ioredis } = await loadBullmq();
  await probe(new ioredis.Redis(url, { ...BASE, maxRetriesPerRequest: 0, retryStrategy: null }), url);
  const client = new ioredis.Redis(url, {
    ...BASE,
    maxRetriesPerRequest: null,
    socketTimeout: SOCKET_MS,
    retryStrategy: (times: number) => Math.min(50 * 2 ** Math.min(times, 10), MAX_RETRY_MS),
  });
  // Whoever needs to know looks at its state.
  client.on("error", () => {});
  await client.connect().catch((error: Error) => {
    client.disconnect();
    throw explainRedis(error, url);
  });
  return client;
}

const BASE = { lazyConnect: true, connectTimeout: CONNECT_MS };

async function probe(client: Redis, url: string): Promise<void> {
  let failure: Error | undefined;
  client.on("error", (error) => {
    failure = error;
  });
  const timer = setTimeout(() => {
    failure = new Error("it does not answer as a Redis does");
    client.disconnect();
  }, CONNECT_MS);
  try {
    await client.connect();
    // Changes nothing, but is refused where nothing may be written.
    await client.del(`${PREFIX}:nothing`);
    // A database that does not exist is no reason for the client to stop.
    if (failure !== undefined) throw failure;
  } catch (error) {
    throw explainRedis(failure ?? (error as Error), url);
  } finally {
    clearTimeout(timer);
    client.disconnect();
  }
}

/** Host and port, without the password that the URL may hold. */
export function placeOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || 6379}`;
}

const EXPLANATIONS: readonly (readonly [RegExp, (place: string) => string])[] = [
  [/WRONGPASS|invalid password/, (at) => `Redis at ${at} refuses the user or password of the URL.`],
  [/NOAUTH/, (at) => `Redis at ${at} wants a password; give redis://:PASSWORD@${at}.`],
  [
    /NOPERM/,
    (at) => `Redis at ${at} does not let this user do what the search needs; allow it keys ~shac:* and +@all.`,
  ],
  [/READONLY/, (at) => `Redis at ${at} is a read-only replica; give the URL of its primary.`],
  [/OOM command/, (at) => `Redis at ${at} is full (maxmemory); raise it or remove keys, then go on.`],
  [/MISCONF/, (at) => `Redis at ${at} cannot save to its disk and takes no writes; see its log.`],
  [/ECONNREFUSED/, (at) => `No Redis answers at ${at}; start redis-server there, or give another URL.`],
  [/ECONNRESET|EPIPE|Connection is closed/, (at) => `${at} closed the connection; see whether Redis runs there.`],
  [/ENOTFOUND|EAI_AGAIN/, (at) => `The host of ${at} is not known; give another URL.`],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/, (at) => `${at} cannot be reached; give another URL, or look at the firewall.`],
  [
    /certificate|SELF_SIGNED|CERT_/i,
    (at) =>
      `No TLS with Redis at ${at}: the certificate is not trusted; name its authority's file in NODE_EXTRA_CA_CERTS.`,
  ],
  [/SSL|TLS|EPROTO/i, (at) => `No TLS with Redis at ${at}; give redis:// where it has none.`],
  [
    /DB index is out of range/,
    (at) => `Redis at ${at} has no such database; give a smaller number at the end of the URL.`,
  ],
];

/** Whether Redis takes no writes for a while. */
export function isRefusal({ message }: Error): boolean {
  return /^(OOM|MISCONF|READONLY|NOREPLICAS|LOADING) /.test(message);
}

/** One line on what is wrong with Redis. An error that was explained before is given back. */
export function explainRedis(error: Error, url: string): BackendError {
  if (error instanceof BackendError) return error;
  const text = `${(error as NodeJS.ErrnoException).code ?? ""} ${error.message}`;
  const place = placeOf(url);
  if (url.startsWith("rediss:") && /ETIMEDOUT|ECONNRESET|Connection is closed|does not answer/.test(text)) {
    return new BackendError(`No TLS with Redis at ${place}; give redis:// where it has none.`, { cause: error });
  }
  const explained = EXPLANATIONS.find(([pattern]) => pattern.test(text))?.[1](place);
  const message = explained ?? `Redis at ${place} does not work: ${error.message.replaceAll(/\s+/g, " ")}.`;
  return new BackendError(message, { cause: error });
}
