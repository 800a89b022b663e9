import { StudyMismatchError } from "../errors.js";
import type { FinishedRecord, StudyRecord } from "../storage/records.js";
import type { StudyStorage } from "../storage/study-storage.js";
import type { StudyCore } from "./study-core.js";
import { StudyState } from "./study-state.js";
import type { Trial } from "./trial.js";

/**
 * Copies a study into `storage`, or adds what an earlier copy lacks.
 * @throws StudyMismatchError when another study has the name there, or the copy went on by itself
 */
export async function saveCopy<P>({ name, state }: StudyCore<P>, storage: StudyStorage): Promise<void> {
  const writer = await storage.open(name, state.header);
  try {
    const copy = StudyState.replay<P>(writer.records);
    checkIsCopy(name, state, copy);
    let kept: Promise<void>[] = [];
    for (const record of missingRecords(state, copy)) {
      // A batch at a time shares its syncs without holding every record.
      if (record.type === "proposed") {
        await Promise.all(kept);
        kept = [];
      }
      kept.push(writer.append(record));
    }
    await Promise.all(kept);
  } finally {
    await writer.close();
  }
}

function checkIsCopy<P>(name: string, state: StudyState<P>, copy: StudyState<P>): void {
  if (copy.header.id !== state.header.id) {
    throw new StudyMismatchError(
      `The storage holds another study "${name}"; save under another name or delete that one first.`,
    );
  }
  const strayed = copy.trials.find((trial) => isFinished(trial) && !isSameOutcome(trial, state.trials[trial.number]));
  if (strayed !== undefined || copy.trials.length > state.trials.length || copy.budgets.length > state.budgets.length) {
    throw new StudyMismatchError(
      `The saved copy of study "${name}" went on by itself; restore it instead of saving over it, or delete it first.`,
    );
  }
}

function isFinished<P>({ state }: Trial<P>): boolean {
  return state !== "waiting" && state !== "running";
}

function isSameOutcome<P>(a: Trial<P>, b: Trial<P> | undefined): boolean {
  return b !== undefined && a.state === b.state && a.value === b.value && a.reason === b.reason;
}

function* missingRecords<P>(state: StudyState<P>, copy: StudyState<P>): Iterable<StudyRecord> {
  for (const totalBudget of state.budgets.slice(copy.budgets.length)) yield { type: "budget", totalBudget };
  for (const [index, batch] of state.batches.entries()) {
    const trials = state.trialsOf(batch);
    const { first, size, stages, proposedMs, finishedMs } = batch;
    if (copy.batches[index] === undefined) {
      yield {
        type: "proposed",
        batch: index,
        first,
        points:
          batch === state.openBatch
            ? state.openPoints
            : state.observations.slice(first, first + size).map(({ point }) => Array.from(point)),
        params: trials.map(({ params }) => params as Trial["params"]),
        stages,
        clockMs: proposedMs,
      };
    }
    for (const trial of trials) {
      const before = copy.trials[trial.number];
      if (before !== undefined && isFinished(before)) continue;
      if (isFinished(trial)) {
        for (const report of state.reportsOf(trial.number)) yield { type: "report", trial: trial.number, ...report };
        yield finishedRecord(trial, finishedMs);
      } else if (trial.attempt > (before?.attempt ?? 1)) {
        yield { type: "lost", trial: trial.number, attempt: trial.attempt - 1, message: "lost before it was saved" };
      }
    }
  }
}

function finishedRecord<P>({ number, batch: _, params: __, ...outcome }: Trial<P>, clockMs: number): StudyRecord {
  return {
    type: "finished",
    trial: number,
    ...(outcome as Omit<FinishedRecord, "type" | "trial" | "clockMs">),
    clockMs,
  };
}
