import type { JournalStatus } from "@shac/core/node";
import type { Timeline } from "../../wire.js";
import type { Attempt, AttemptEnd } from "../live/evaluations.js";
import type { FollowedStudy } from "../live/followed-study.js";

/** Where and when trials were evaluated. Those that were asked for by hand have no worker, so they have no place here. */
export function timeline(followed: FollowedStudy, status: JournalStatus): Timeline {
  const { attempts, retries, lost } = followed.evaluations;
  const placed = attempts.filter(({ workerId }) => workerId !== undefined);
  if (placed.length === 0) return { slots: [], from: null, to: null, evaluations: [], retries, lost };

  const nowMs = status.writer === undefined ? status.updated.getTime() : Date.now();
  const endMsOf = ({ startedMs, endedMs }: Attempt): number => Math.max(startedMs, endedMs ?? nowMs);
  const fromMs = placed.reduce((first, { startedMs }) => Math.min(first, startedMs), Number.POSITIVE_INFINITY);
  const toMs = placed.reduce((last, each) => Math.max(last, endMsOf(each)), fromMs);
  const slots = slotsOf(placed);
  const evaluations = placed.map((each) => {
    const slot = slots.get(slotKey(each)) as Slot;
    const outcome = endOf(each, status);
    const endMs = endMsOf(each);
    slot.busyMs += endMs - each.startedMs;
    return {
      slot: slot.index,
      trial: each.trial,
      attempt: each.attempt,
      startMs: each.startedMs - fromMs,
      endMs: outcome === "running" ? null : endMs - fromMs,
      outcome,
    };
  });
  return {
    slots: [...slots.values()].map(({ host, workerId, busyMs }) => ({
      host,
      workerId,
      utilisation: Math.min(1, busyMs / Math.max(1, toMs - fromMs)),
    })),
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    evaluations,
    retries,
    lost,
  };
}

/** What seems to run while nobody writes the study was cut off with the process that ran it. */
export function endOf({ end, workerId }: Attempt, { writer }: JournalStatus): AttemptEnd {
  return end === "running" && workerId !== undefined && writer === undefined ? "stopped" : end;
}

interface Slot {
  readonly host: string | null;
  readonly workerId: number;
  readonly index: number;
  busyMs: number;
}

function slotKey({ host, workerId }: Attempt): string {
  return `${workerId} ${host}`;
}

/** By host, then by worker. */
function slotsOf(attempts: readonly Attempt[]): ReadonlyMap<string, Slot> {
  const firsts = new Map(attempts.map((each): [string, Attempt] => [slotKey(each), each]));
  const sorted = [...firsts].sort(([, a], [, b]) => {
    const [hostA, hostB] = [a.host ?? "", b.host ?? ""];
    if (hostA !== hostB) return hostA < hostB ? -1 : 1;
    return (a.workerId as number) - (b.workerId as number);
  });
  return new Map(
    sorted.map(([key, { host = null, workerId = 0 }], index) => [key, { host, workerId, index, busyMs: 0 }]),
  );
}
