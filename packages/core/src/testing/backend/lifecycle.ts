import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { BackendClosedError } from "../../errors.js";
import type { BackendCase } from "./backend-case.js";
import { withBackend } from "./backend-harness.js";

const SIGNALS = ["SIGINT", "SIGTERM", "exit", "uncaughtException", "unhandledRejection"] as const;

/** Time that closed handles have to vanish. */
const SETTLING_MS = 200;

const listeners = (): readonly number[] => SIGNALS.map((name) => process.listenerCount(name));

/** The fewest active handles seen for a while, so that short-lived ones do not count. */
async function lastingHandles(): Promise<readonly string[]> {
  // The time limit of this case is set in the meantime, and is a handle as well.
  await delay(0);
  let fewest = process.getActiveResourcesInfo();
  for (const end = performance.now() + SETTLING_MS; performance.now() < end; await delay(5)) {
    const now = process.getActiveResourcesInfo();
    if (now.length < fewest.length) fewest = now;
  }
  return fewest;
}

export const lifecycleCases: readonly BackendCase[] = [
  {
    id: "B40",
    title: "speaks version 1 of the contract and announces its capacity before open() resolves",
    run: (harness) =>
      withBackend(harness, 3, async ({ backend, slots }) => {
        assert.equal(backend.apiVersion, 1);
        assert.equal(slots.at(-1), 3);
      }),
  },
  {
    id: "B41",
    title: "closing twice is fine, evaluating after it is a BackendClosedError, opening again works",
    run: async (harness) => {
      await withBackend(harness, 1, async ({ backend, evaluate }) => {
        await backend.close();
        await backend.close();
        await assert.rejects(evaluate({ do: "give", value: 1 }).result, BackendClosedError);
        await backend.open({ id: "again", name: "again", fingerprint: "again" }, () => {});
        assert.equal((await evaluate({ do: "give", value: 2 }).result).value, 2);
      });
    },
  },
  {
    id: "B42",
    title: "close() settles what is still running",
    run: (harness) =>
      withBackend(harness, 2, async ({ backend, evaluate, directory }) => {
        const until = join(directory, "never");
        const running = [1, 2].map((value) => evaluate({ do: "wait", until, value }));
        await Promise.all(running.map(({ started }) => started));
        const settled = Promise.allSettled(running.map(({ result }) => result));
        await backend.close();
        for (const { status } of await settled) assert.equal(status, "rejected");
      }),
  },
  {
    id: "B43",
    title: "20 evaluations and a close leave listeners and handles as they were",
    run: async (harness) => {
      const before = { listeners: listeners(), handles: await lastingHandles() };
      await withBackend(harness, 4, async ({ evaluate }) => {
        for (let at = 0; at < 20; at += 4) {
          await Promise.all([0, 1, 2, 3].map((i) => evaluate({ do: "give", value: at + i }).result));
        }
      });
      assert.deepEqual(listeners(), before.listeners);
      const handles = await lastingHandles();
      assert.ok(
        handles.length <= before.handles.length,
        `${before.handles.length} handles before, now ${handles.join(", ")}`,
      );
    },
  },
];
