import type { Trial } from "@shac/core";
import type { TrialPage } from "../../wire.js";
import { type FieldValue, parseFilter } from "../filter/parse-filter.js";
import { trialFields } from "../filter/trial-fields.js";
import type { FollowedStudy } from "../live/followed-study.js";
import { invalidQuery } from "../request-error.js";

export interface TrialQuery {
  readonly offset: number;
  readonly limit: number;
  /** A field, such as "value" or "params.rate". */
  readonly sort: string;
  readonly order: "asc" | "desc";
  /** See `parseFilter`; "" lets all through. */
  readonly filter: string;
}

/** Some of the trials that a filter lets through, sorted. @throws RequestError for a field or filter that cannot be */
export function trialPage(followed: FollowedStudy, query: TrialQuery): TrialPage {
  const { offset, limit, sort, order, filter } = query;
  // The list is kept until the next record, so that paging through it costs nothing.
  const found = followed.cached(`trials ${JSON.stringify([sort, order, filter])}`, () => findTrials(followed, query));
  return { revision: followed.revision, total: found.length, offset, trials: found.slice(offset, offset + limit) };
}

function findTrials({ study }: FollowedStudy, { sort, order, filter }: TrialQuery): readonly Trial[] {
  const findField = trialFields(study);
  const found = filter.trim() === "" ? study.trials : study.trials.filter(parseFilter(filter, findField));
  if (sort === "number") return order === "asc" ? found : found.toReversed();
  const read = findField(sort);
  if (read === undefined) throw invalidQuery(`Trials cannot be sorted by ${JSON.stringify(sort)}; no trial has that.`);
  const keys = found.map((trial): [FieldValue, Trial] => [read(trial), trial]);
  const sign = order === "asc" ? 1 : -1;
  return keys.sort(([a], [b]) => compare(a, b, sign)).map(([, trial]) => trial);
}

/** Whichever way it is sorted, trials without a value come last; equal ones stay in the order of their numbers. */
function compare(a: FieldValue, b: FieldValue, sign: number): number {
  if (isNothing(a) || isNothing(b)) return Number(isNothing(a)) - Number(isNothing(b));
  if (typeof a !== typeof b) return sign * (typeof a < typeof b ? -1 : 1);
  if (a === b) return 0;
  return sign * ((a as number) < (b as number) ? -1 : 1);
}

function isNothing(value: FieldValue): boolean {
  return value === null || Number.isNaN(value);
}
