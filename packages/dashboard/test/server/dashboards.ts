import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StudyHeader, StudyRecord } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { type DashboardOptions, serveDashboard } from "@shac/dashboard";
import { onTestFinished } from "vitest";
import { type Visitor, visit } from "../visit.js";

export async function newFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "dashboard-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A dashboard for the time of a test, and somebody who looks at it. */
export async function serve(dir: string, options: DashboardOptions = {}): Promise<Visitor & { readonly url: string }> {
  const dashboard = await serveDashboard({ dir, port: 0, ...options });
  onTestFinished(() => dashboard.close());
  return { url: dashboard.url, ...(await visit(dashboard.url)) };
}

export const header: StudyHeader = {
  type: "study",
  format: 1,
  id: "5f0c6b1e-0b0e-4d7a-9d7e-2f4a1f0d7c11",
  name: "a",
  created: "2026-11-24T12:00:00.000Z",
  space: { parameters: [{ name: "x", kind: "float", low: 0, high: 1 }] },
  direction: "minimize",
  totalBudget: 100,
  batchSize: 10,
  seed: 1,
  mode: "batch",
  sampler: { name: "shac", options: {} },
  fingerprint: "0".repeat(64),
};

/** Ten trials that are proposed. */
export const proposal: StudyRecord = {
  type: "proposed",
  batch: 0,
  first: 0,
  points: Array.from({ length: 10 }, (_, i) => [i / 10]),
  params: Array.from({ length: 10 }, (_, i) => ({ x: i / 10 })),
  stages: [],
  clockMs: 0,
};

export function finished(trial: number, value: number): StudyRecord {
  const [attempt, state] = [1, "complete"] as const;
  return { type: "finished", trial, attempt, state, value, elapsedMs: 100, clockMs: 1000 * (trial + 1) };
}

/** Keeps a study of these records. */
export async function plantStudy(dir: string, records: readonly StudyRecord[], name = "a"): Promise<void> {
  const writer = await journalStorage(dir).open(name, { ...header, name });
  for (const record of records) await writer.append(record);
  await writer.close();
}

/** What a stream of events has told so far. */
export interface EventReader {
  readonly events: readonly {
    readonly type: string;
    readonly data: { readonly name: string; readonly revision?: number };
    readonly id: string;
  }[];
  /** Resolves when `seen` holds, which is tried now and after each event. */
  until(seen: (events: EventReader["events"]) => boolean | Promise<boolean>): Promise<void>;
  close(): void;
}

export async function readEvents(
  visitor: Visitor,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventReader> {
  const response = await visitor.get(path, headers);
  if (response.body === null || !response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const events: EventReader["events"][number][] = [];
  let wake = (): void => {};
  let text = "";
  const read = async (): Promise<void> => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += part.value;
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? "";
        if (field("event")) events.push({ type: field("event"), data: JSON.parse(field("data")), id: field("id") });
      }
      wake();
    }
  };
  text += (await reader.read()).value;
  // Ends with the server, or when the test has seen enough.
  read().catch(() => {});
  return {
    events,
    async until(seen) {
      for (;;) {
        const next = new Promise<void>((resolve) => {
          wake = resolve;
        });
        if (await seen(events)) return;
        await next;
      }
    },
    close: () => void reader.cancel().catch(() => {}),
  };
}
