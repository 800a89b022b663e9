import { EvaluationError, InvalidOptionError } from "../errors.js";
import type { JsonObject } from "../json-value.js";

/** Bounds on metrics, by the metric's name, both inclusive. */
export type MetricConstraints = Readonly<Record<string, { readonly min?: number; readonly max?: number }>>;

type Metrics = Readonly<Record<string, number>>;

/** @throws InvalidOptionError unless each constraint has a finite bound, and its `min` is not above its `max` */
export function checkConstraints(constraints: MetricConstraints | undefined): void {
  if (constraints === undefined) return;
  if (typeof constraints !== "object" || constraints === null || Array.isArray(constraints)) {
    throw new InvalidOptionError(`constraints is ${String(constraints)}; give such as { latencyMs: { max: 5 } }.`);
  }
  for (const [metric, bounds] of Object.entries(constraints)) {
    const { min, max, ...others } = bounds ?? {};
    const given = [min, max].filter((bound) => bound !== undefined);
    if (given.length === 0 || !given.every(Number.isFinite) || Object.keys(others).length > 0) {
      throw new InvalidOptionError(
        `The constraint on "${metric}" is ${JSON.stringify(bounds)}; give a finite min, max or both.`,
      );
    }
    if ((min ?? -Infinity) > (max ?? Infinity)) {
      throw new InvalidOptionError(`The constraint on "${metric}" has min ${min} above max ${max}; nothing meets it.`);
    }
  }
}

/** Constraints as they are kept; undefined when there are none. */
export function constraintsJson(constraints: MetricConstraints | undefined): JsonObject | undefined {
  const entries = Object.entries(constraints ?? {});
  if (entries.length === 0) return undefined;
  return Object.fromEntries(
    entries.map(([metric, { min, max }]) => [
      metric,
      { ...(min !== undefined && { min }), ...(max !== undefined && { max }) },
    ]),
  );
}

/** @throws EvaluationError `invalid-value` naming a metric that is constrained and was not given */
export function checkConstrainedMetrics(constraints: MetricConstraints, metrics: Metrics = {}): void {
  const missing = Object.keys(constraints).find((metric) => !Object.hasOwn(metrics, metric));
  if (missing === undefined) return;
  throw new EvaluationError(
    "invalid-value",
    `Metric "${missing}" is missing, which the study constrains; return it as { value, metrics: { ${JSON.stringify(missing)}: ... } }.`,
  );
}

/**
 * How far metrics are outside of the constraints: the sum of what exceeds each bound, in units of the bound (of 1 for a
 * bound of 0). 0 when all are met, else above 0 and finite.
 */
export function violationOf(constraints: MetricConstraints, metrics: Metrics = {}): number {
  let sum = 0;
  for (const [metric, { min = -Infinity, max = Infinity }] of Object.entries(constraints)) {
    const value = metrics[metric] as number;
    const bound = value > max ? max : min;
    const excess = value > max ? value - max : min - value;
    // However small, an excess is one.
    if (excess > 0) sum += Math.max(excess / (Math.abs(bound) || 1), Number.MIN_VALUE);
  }
  return Math.min(sum, Number.MAX_VALUE);
}
