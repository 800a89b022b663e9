import { decodeMessage, encodeMessage } from "../../backend/messages.js";
import { EvaluationError } from "../../errors.js";
import type { JsonObject } from "../../json-value.js";
import { messageOf } from "./trial-error.js";

/** What a backend carries back of an objective's outcome. */
export interface CheckedOutcome {
  readonly value: number;
  readonly metrics?: Readonly<Record<string, number>>;
  readonly attributes?: JsonObject;
}

/**
 * Checks whatever an objective gave back: a finite number, or an object with such a `value`, finite `metrics` and
 * `attributes` that JSON can hold.
 *
 * @throws EvaluationError with reason `invalid-value`
 */
export function checkOutcome(outcome: unknown): CheckedOutcome {
  try {
    return check(outcome);
  } catch (cause) {
    if (cause instanceof EvaluationError) throw cause;
    throw invalid(`What the objective gave cannot be read: ${messageOf(cause)}`, cause);
  }
}

function check(outcome: unknown): CheckedOutcome {
  if (typeof outcome === "number") return { value: finite("the objective", outcome) };
  if (typeof outcome !== "object" || outcome === null || !("value" in outcome)) {
    throw invalid(
      `The objective gave ${show(outcome)}; it must return a finite number or { value, metrics, attributes }.`,
    );
  }
  const { value, metrics, attributes } = outcome as Record<string, unknown>;
  return {
    value: finite("the objective", value),
    ...(metrics !== undefined && { metrics: checkMetrics(metrics) }),
    ...(attributes !== undefined && { attributes: checkAttributes(attributes) }),
  };
}

function finite(giver: string, value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const what = giver === "the objective" ? "The objective gave" : `${giver} is`;
  throw invalid(`${what} ${show(value)}; it must be a finite number.`);
}

function checkMetrics(metrics: unknown): Readonly<Record<string, number>> {
  if (!isPlainObject(metrics)) throw invalid(`metrics is ${show(metrics)}; give an object of finite numbers.`);
  const checked = Object.entries(metrics).map(([name, value]) => [name, finite(`Metric "${name}"`, value)] as const);
  return Object.fromEntries(checked);
}

function checkAttributes(attributes: unknown): JsonObject {
  if (!isPlainObject(attributes)) throw invalid(`attributes is ${show(attributes)}; give an object.`);
  try {
    // Messages and records wrap it in up to three objects, and may be nested so deeply only.
    const [[[kept]]] = decodeMessage(encodeMessage([[[attributes]]])) as [[[JsonObject]]];
    return kept;
  } catch (cause) {
    throw invalid(`attributes cannot be kept: ${messageOf(cause)}`, cause);
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return typeof value === "function" ? "a function" : String(value);
  return Array.isArray(value) ? "a list" : "an object without a value";
}

function invalid(message: string, cause?: unknown): EvaluationError {
  return new EvaluationError("invalid-value", message, cause === undefined ? {} : { cause });
}
