import { once } from "node:events";
import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Check } from "./check.js";

const DEFAULT_URL = "redis://127.0.0.1:6379";
const WAIT_MS = 1000;

/** Whether a Redis answers at REDIS_URL, default redis://127.0.0.1:6379. */
export async function checkRedis(url: string = process.env.REDIS_URL ?? DEFAULT_URL): Promise<Check> {
  const name = "Redis";
  if (!URL.canParse(url)) return { name, state: "absent", detail: "REDIS_URL is no URL" };
  const { protocol, hostname, port } = new URL(url);
  // Without the password that the URL may hold.
  const place = `${hostname}:${port || 6379}`;
  const options = { host: hostname, port: Number(port || 6379) };
  const socket = protocol === "rediss:" ? connectTls({ ...options, servername: hostname }) : connect(options);
  try {
    const signal = AbortSignal.timeout(WAIT_MS);
    socket.write("PING\r\n");
    const [answer] = (await once(socket, "data", { signal })) as [Buffer];
    // One that wants a password, or refuses this host, says so by an error of the same protocol.
    const isRedis = /^[+-]/.test(answer.toString("latin1"));
    return { name, state: isRedis ? "ok" : "absent", detail: isRedis ? place : `what answers at ${place} is no Redis` };
  } catch {
    return { name, state: "absent", detail: `none answers at ${place}` };
  } finally {
    socket.destroy();
  }
}
