import { ShacError } from "@shac/core";
import type { JournalStatus } from "@shac/core/node";
import type { StudyCondition, StudyEntry } from "../../wire.js";
import type { FollowedStudy } from "../live/followed-study.js";

type Outcomes = Pick<
  StudyEntry,
  "finished" | "complete" | "infeasible" | "failed" | "pruned" | "running" | "imported" | "best"
>;

/** A study in one line of the list. */
export function studyEntry(followed: FollowedStudy, status: JournalStatus): StudyEntry {
  const { study, header, name } = followed;
  const outcomes = followed.cached("outcomes", () => countOutcomes(followed));
  const minutes = study.history.seconds / 60;
  return {
    name,
    state: conditionOf(status, outcomes.finished, study.totalBudget),
    direction: study.direction,
    created: header.created,
    updated: status.updated.toISOString(),
    totalBudget: study.totalBudget,
    ...outcomes,
    trialsPerMinute: minutes > 0 ? outcomes.finished / minutes : null,
    sampler: header.sampler.name,
  };
}

/** One that cannot be read, in its place in the list. */
export function unreadableEntry(name: string, error: unknown, updated: Date | undefined): StudyEntry {
  const time = (updated ?? new Date(0)).toISOString();
  return {
    name,
    state: "unreadable",
    error: ShacError.isInstance(error) ? error.message : "It cannot be read.",
    direction: "minimize",
    created: time,
    updated: time,
    totalBudget: 0,
    finished: 0,
    complete: 0,
    infeasible: 0,
    failed: 0,
    pruned: 0,
    running: 0,
    imported: 0,
    best: null,
    trialsPerMinute: null,
    sampler: "",
  };
}

/** Whether a study runs, and if not, whether anything is left to do. */
export function conditionOf({ writer }: JournalStatus, finished: number, totalBudget: number): StudyCondition {
  if (writer !== undefined) return "running";
  return finished >= totalBudget ? "finished" : "stopped";
}

/** Imported trials cost no budget, so they count in `imported` alone. */
function countOutcomes({ study: { trials, best } }: FollowedStudy): Outcomes {
  const counts = { complete: 0, infeasible: 0, failed: 0, pruned: 0, running: 0, imported: 0 };
  for (const { batch, state, violation } of trials) {
    if (batch < 0) counts.imported++;
    else {
      if (state !== "waiting") counts[state]++;
      if (violation !== undefined) counts.infeasible++;
    }
  }
  return {
    ...counts,
    finished: counts.complete + counts.failed + counts.pruned,
    best: best?.value === undefined ? null : { number: best.number, value: best.value },
  };
}
