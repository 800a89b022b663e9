import { EvaluationError, type FailureReason, InvalidOptionError, TrialStateError } from "../../errors.js";
import { isPruned } from "../../pruner/is-pruned.js";
import { checkCount, checkWait } from "../check-number.js";
import type { StopReason } from "../history.js";
import type { Outcome } from "../objective.js";
import { proposeNext } from "../propose/propose-next.js";
import type { StudyCore } from "../study-core.js";
import { finishTrial } from "../trial/finish-trial.js";
import { checkMetrics, type Ending, finishedRecord } from "../trial/finished-record.js";
import { loseTrial } from "../trial/lose-trial.js";
import { checkOutcome } from "../trial/outcome.js";
import type { Trial } from "../trial/trial.js";
import { unknownTrial } from "../trial/unknown-trial.js";

export interface AskOptions {
  /** Trials that were asked for so many milliseconds ago, from 0, or longer, are taken back first. Default: none is. */
  readonly askTimeoutMs?: number;
}

/** That an evaluation failed: the error or a sentence, and why in one word, default `error`. */
export interface ToldFailure {
  readonly failed: unknown;
  readonly reason?: FailureReason;
}

/** That an evaluation gave up, as `report` said. */
export interface ToldPruned {
  readonly pruned: true;
}

type Told = Outcome | ToldFailure | ToldPruned;

/** The work of `Study.ask`. `stop`: why nothing will come any more. */
export async function ask<P>(
  core: StudyCore<P>,
  count: number,
  { askTimeoutMs }: AskOptions,
): Promise<{ readonly trials: Trial<P>[]; readonly stop?: StopReason }> {
  checkCount("count", count);
  checkWait("askTimeoutMs", askTimeoutMs, Number.POSITIVE_INFINITY);
  if (askTimeoutMs !== undefined) await takeBackForgotten(core, askTimeoutMs);
  const { state, events } = core;
  const { signal } = new AbortController();
  let stop: StopReason | undefined;
  while (stop === undefined && state.waiting.length < count && (state.isAsync || state.unfinished.size === 0)) {
    const began = performance.now();
    const before = state.trials.length;
    stop = await proposeNext(core, signal, () => state.clockMs);
    const trials = state.trials.slice(before);
    const proposeMs = performance.now() - began;
    const batch = trials[0]?.batch;
    if (batch !== undefined && !state.isAsync) events.emit("batch-started", { batch, trials, proposeMs });
  }
  const numbers = state.waiting.slice(0, count);
  const at = new Date().toISOString();
  await Promise.all(
    numbers.map(async (number) => {
      const { attempt } = state.trials[number] as Trial<P>;
      const record = { type: "asked", trial: number, attempt, at } as const;
      await core.append(record);
      state.apply(record);
    }),
  );
  const trials = numbers.map((number) => state.trials[number] as Trial<P>);
  return stop !== undefined && state.unfinished.size === 0 ? { trials, stop } : { trials };
}

async function takeBackForgotten<P>(core: StudyCore<P>, askTimeoutMs: number): Promise<void> {
  const latest = Date.now() - askTimeoutMs;
  for (const [trial, { at }] of [...core.state.asked]) {
    if (Date.parse(at) <= latest) await loseTrial(core, trial, `Nothing was told of it within ${askTimeoutMs} ms.`);
  }
}

/** The work of `Study.tell`. */
export async function tell<P>(core: StudyCore<P>, number: number, told: Told): Promise<Trial<P>> {
  const { state, events } = core;
  const trial = unfinishedTrial(core, number);
  const asked = state.asked.get(number);
  const elapsedMs = asked === undefined ? 0 : Math.max(0, Date.now() - Date.parse(asked.at));
  const clockMs = Math.max(state.clockMs, (asked?.clockMs ?? 0) + elapsedMs);
  const before = state.summaries.length;
  const ending = checkMetrics(endingOf(told, elapsedMs), state.constraints);
  const finished = await finishTrial(core, finishedRecord(trial, ending, clockMs));
  for (const summary of state.summaries.slice(before)) events.emit("batch-finished", summary);
  return finished;
}

/** The work of `Study.report`. */
export async function report<P>(core: StudyCore<P>, number: number, step: number, value: number): Promise<boolean> {
  const { state, events, pruner } = core;
  const trial = unfinishedTrial(core, number);
  if (!Number.isFinite(step) || typeof value !== "number") {
    throw new InvalidOptionError(
      `report(${number}, ${String(step)}, ${String(value)}): give a finite step and a number.`,
    );
  }
  const record = { type: "report", trial: number, step, value } as const;
  await core.append(record);
  state.apply(record);
  events.emit("trial-reported", { trial, step, value });
  const bounds = pruner?.bounds(state.reportedTrials, state.header.direction) ?? [];
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return state.reportsOf(number).some((each) => {
    // Comparisons with NaN are false, so it is never the best.
    if (each.value < lowest) lowest = each.value;
    if (each.value > highest) highest = each.value;
    return isPruned(bounds, each.step, lowest, highest);
  });
}

function unfinishedTrial<P>(core: StudyCore<P>, number: number): Trial<P> {
  const trial = core.state.trials[number];
  if (trial === undefined) throw unknownTrial(core, number);
  if (core.state.unfinished.has(number)) return trial;
  throw new TrialStateError(
    "trial-finished",
    number,
    `Trial ${number} of study "${core.name}" is ${trial.state} already; the first outcome that was told counts.`,
  );
}

function endingOf(told: Told, elapsedMs: number): Ending {
  if (typeof told === "object" && told !== null && "pruned" in told) {
    return { kind: "result", result: { pruned: true, elapsedMs } };
  }
  if (typeof told === "object" && told !== null && "failed" in told) {
    const { failed, reason = "error" } = told;
    const error = typeof failed === "string" ? { name: "Error", message: failed } : failed;
    return { kind: "failed", reason, error: reason === "error" ? { cause: error } : error, elapsedMs };
  }
  try {
    return { kind: "result", result: { ...checkOutcome(told), elapsedMs } };
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return { kind: "failed", reason: error.reason, error, elapsedMs };
  }
}
