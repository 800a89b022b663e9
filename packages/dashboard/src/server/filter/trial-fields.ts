import type { Study, Trial } from "@shac/core";
import type { FieldValue, FindField } from "./parse-filter.js";

type Read = (trial: Trial) => FieldValue;

const FIELDS: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["state", ({ state }) => state],
  ["value", ({ value }) => value ?? null],
  ["number", ({ number }) => number],
  ["batch", ({ batch }) => batch],
  ["attempt", ({ attempt }) => attempt],
  ["elapsedMs", ({ elapsedMs }) => elapsedMs ?? null],
  ["reason", ({ reason }) => reason ?? null],
  ["infeasible", ({ violation }) => violation !== undefined],
]);

/** The fields of a study's trials, by which they are sorted and filtered. */
export function trialFields({ parameters, trials }: Pick<Study, "parameters" | "trials">): FindField {
  return (name) => {
    if (FIELDS.has(name)) return FIELDS.get(name);
    const [, group, key = ""] = /^(params|metrics)\.(.*)$/s.exec(name) ?? [];
    if (group === "metrics") {
      const isThere = trials.some(({ metrics }) => metrics !== undefined && Object.hasOwn(metrics, key));
      return isThere
        ? ({ metrics = {} }) => scalarOf(Object.hasOwn(metrics, key) ? metrics[key] : undefined)
        : undefined;
    }
    const parameter = group === "params" && parameters.find((each) => each.name === key);
    return parameter ? (trial) => scalarOf(paramOf(trial, parameter)) : undefined;
  };
}

/** The value of one flattened parameter; undefined where it takes no part. */
export function paramOf({ params }: Trial, where: { readonly parameter: string; readonly element?: number }): unknown {
  if (!Object.hasOwn(params, where.parameter)) return undefined;
  const value = params[where.parameter];
  return where.element === undefined ? value : (value as readonly unknown[] | undefined)?.[where.element];
}

/** What cannot be compared counts as nothing. */
function scalarOf(value: unknown): FieldValue {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
