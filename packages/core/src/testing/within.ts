import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";

/** Fails when `running` has not ended after `timeoutMs` milliseconds. */
export async function within(timeoutMs: number, running: Promise<void>): Promise<void> {
  const ended = new AbortController();
  const tooLate = delay(timeoutMs, undefined, { signal: ended.signal }).then(
    () => assert.fail(`the case has not ended after ${timeoutMs} ms`),
    () => {},
  );
  try {
    await Promise.race([running, tooLate]);
  } finally {
    ended.abort();
  }
}
