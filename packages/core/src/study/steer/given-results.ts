import { FAILURE_REASONS, type FailureReason, InvalidOptionError } from "../../errors.js";
import type { JsonObject } from "../../json-value.js";
import type { TrialReport } from "../../pruner/pruner.js";
import type { StageReport } from "../../sampler/sampler.js";
import type { SearchSpace } from "../../space/search-space.js";
import type { ImportedRecord, StudyRecord } from "../../storage/records.js";
import { checkConstrainedMetrics, type MetricConstraints, violationOf } from "../constraints.js";
import { proposalRequest } from "../propose/proposal-request.js";
import { mutableCopy } from "../state/frozen-json.js";
import type { StudyCore } from "../study-core.js";
import { checkOutcome } from "../trial/outcome.js";
import type { TrialState } from "../trial/trial.js";
import { messageOf } from "../trial/trial-error.js";

/** A result made elsewhere; a trial that has an outcome is one. */
export interface GivenResult<P = JsonObject> {
  readonly params: P;
  /** `complete` (default), `failed` or `pruned`. A failed one counts as worse than any value; what a pruned one tells is up to the sampler. */
  readonly state?: TrialState;
  /** Finite; of a complete one, which must have it. */
  readonly value?: number;
  /** Of a failed one; default `error`. */
  readonly reason?: FailureReason;
  readonly metrics?: Readonly<Record<string, number>>;
  readonly attributes?: JsonObject;
  /** Its intermediate values, at finite steps that increase, for the study's pruner to learn from. */
  readonly reports?: readonly TrialReport[];
}

export interface FitDatasetOptions {
  /** Take the worst results first, so that the first classifier learns from the worst. Default true. */
  readonly presort?: boolean;
}

/** Records that are appended together. */
const GROUP = 1000;

/** The work of `Study.enqueue`. */
export async function enqueue<P>(core: StudyCore<P>, given: readonly P[]): Promise<void> {
  checkList("enqueue", given);
  const points = given.map((params, i) => ({
    point: Array.from(pointOf(core.space, params, `Point ${i + 1}`)),
    params: mutableCopy(params as JsonObject),
  }));
  if (points.length === 0) return;
  const record = { type: "enqueued", points } as const;
  await core.append(record);
  core.state.apply(record);
}

/** The work of `Study.fitDataset`. */
export async function fitDataset<P>(
  core: StudyCore<P>,
  results: readonly GivenResult<P>[],
  { presort = true }: FitDatasetOptions,
): Promise<readonly StageReport[]> {
  checkList("fitDataset", results);
  const { state, space, sampler } = core;
  const { constraints } = state;
  const rows = results.map((result, i) => checkRow(space, constraints, result, `Row ${i + 1}`));
  const sign = state.header.direction === "minimize" ? 1 : -1;
  // Not a difference of values, which may be infinite.
  const loss = ({ value }: { readonly value?: number }): number => (value === undefined ? Infinity : sign * value);
  if (presort) rows.sort((a, b) => compare(b.violation, a.violation) || compare(loss(b), loss(a)));
  for (let from = 0; from < rows.length; from += GROUP) {
    const records = rows.slice(from, from + GROUP).flatMap(({ violation: _, reports, ...row }, i): StudyRecord[] => {
      const trial = state.trials.length + i;
      return [
        { type: "imported", trial, ...row },
        ...reports.map(({ step, value }) => ({ type: "report", trial, step, value }) as const),
      ];
    });
    await Promise.all(records.map((record) => core.append(record)));
    for (const record of records) state.apply(record);
  }
  const request = proposalRequest(state, space, state.header.batchSize);
  return (await sampler.cascade?.(request))?.stages ?? [];
}

interface CheckedRow extends Omit<ImportedRecord, "type" | "trial"> {
  readonly violation: number;
  readonly reports: readonly TrialReport[];
}

type Outcome = Omit<GivenResult, "params" | "state" | "reports">;

/** What `checkOutcome` knows, as far as it is there. */
function given({ value, metrics, attributes }: Outcome): object {
  return { value, ...(metrics !== undefined && { metrics }), ...(attributes !== undefined && { attributes }) };
}

function checkWithoutValue(state: TrialState, outcome: Outcome): Pick<ImportedRecord, "state" | "reason"> {
  if (state !== "failed" && state !== "pruned") {
    throw new InvalidOptionError(`Its state is ${JSON.stringify(state)}; give complete, failed or pruned.`);
  }
  if (outcome.value !== undefined) throw new InvalidOptionError(`It is ${state}; then leave out its value.`);
  const { reason = "error" } = outcome;
  if (!FAILURE_REASONS.includes(reason)) {
    throw new InvalidOptionError(`Its reason is ${JSON.stringify(reason)}; give one of ${FAILURE_REASONS.join(", ")}.`);
  }
  const { value: _, ...parts } = checkOutcome(given({ ...outcome, value: 0 }));
  return state === "pruned" ? { state, ...parts } : { state, reason, ...parts };
}

function checkReports(reports: readonly TrialReport[]): readonly TrialReport[] {
  checkList("reports", reports);
  for (const [i, report] of reports.entries()) {
    const { step, value } = report ?? {};
    const before = reports[i - 1]?.step ?? Number.NEGATIVE_INFINITY;
    if (Number.isFinite(step) && step > before && typeof value === "number") continue;
    const after = i === 0 ? "" : ` after step ${before}`;
    throw new InvalidOptionError(
      `Its report ${i + 1} is ${String(value)} at step ${String(step)}${after}; give a number at a finite step above the last one.`,
    );
  }
  return reports;
}

function checkRow<P>(
  space: SearchSpace<P>,
  constraints: MetricConstraints,
  { params, state = "complete", reports = [], ...outcome }: GivenResult<P>,
  row: string,
): CheckedRow {
  const place = { point: Array.from(pointOf(space, params, row)), params: mutableCopy(params as JsonObject) };
  try {
    const told = { ...place, reports: checkReports(reports) };
    if (state !== "complete") return { ...told, ...checkWithoutValue(state, outcome), violation: Infinity };
    const checked = checkOutcome(given(outcome));
    checkConstrainedMetrics(constraints, checked.metrics);
    return { ...told, ...checked, violation: violationOf(constraints, checked.metrics) };
  } catch (cause) {
    const message = messageOf(cause).replace(/^The objective gave/, "The value is");
    throw new InvalidOptionError(`${row}: ${message}`, { cause });
  }
}

function pointOf<P>(space: SearchSpace<P>, params: P, place: string): Float64Array {
  try {
    return space.encode(params);
  } catch (cause) {
    throw new InvalidOptionError(`${place}: ${messageOf(cause)}`, { cause });
  }
}

function checkList(method: string, given: unknown): void {
  if (Array.isArray(given)) return;
  throw new InvalidOptionError(`${method} was given ${typeof given}; give a list.`);
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
