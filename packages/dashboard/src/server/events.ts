import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { EventHub } from "./live/event-hub.js";
import type { FolderWatch } from "./live/folder-watch.js";
import { RequestError } from "./request-error.js";

const KEEP_ALIVE_MS = 15_000;
/** Streams that are open at once. */
const MOST = 1000;

interface Live {
  readonly hub: EventHub;
  readonly watch: FolderWatch;
}

/**
 * Tells what changes, until the client goes.
 * @param name of one study; absent: all
 */
export async function streamEvents(context: Context, { hub, watch }: Live, name?: string): Promise<Response> {
  if (hub.listeners >= MOST) {
    throw new RequestError(503, "too-many-streams", `${MOST} pages are open already; close some.`);
  }
  context.header("Cache-Control", "no-store");
  context.header("Content-Type", "text/event-stream");
  if (context.req.method === "HEAD") return context.body(null);
  // What the client asks for once it is connected is as new as can be, or followed by an event.
  await watch.begin();
  return streamSSE(context, (stream) => send(stream, { hub, watch }, name, context.req.header("Last-Event-ID")));
}

async function send(
  stream: SSEStreamingApi,
  { hub, watch }: Live,
  name: string | undefined,
  lastEventId: string | undefined,
): Promise<void> {
  const subscription = hub.subscribe(name, lastEventId);
  stream.onAbort(() => subscription.close());
  await watch.begin();
  await stream.write(": connected\n\n");
  while (!stream.aborted && !subscription.closed) {
    const events = await subscription.next(KEEP_ALIVE_MS);
    for (const { id, type, data } of events) await stream.writeSSE({ id, event: type, data: JSON.stringify(data) });
    if (events.length === 0 && !stream.aborted) await stream.write(": still here\n\n");
  }
}
