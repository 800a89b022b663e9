import type { JsonObject, JsonValue } from "../json-value.js";
import { customCells } from "./custom-parameter.js";
import { normalQuantile } from "./normal-distribution.js";
import type { JsonScalar } from "./parameter.js";
import { stepGrid } from "./step-grid.js";

/** What one axis of a space stands for, in terms of the parameter. */
export interface ParameterDescription {
  /** The axis' name, with an index for a vector: `units[2]`. */
  readonly name: string;
  /** Where its value lies in params: under this key, */
  readonly parameter: string;
  /** and for a vector at this index of the list that is there. */
  readonly element?: number;
  readonly kind: "float" | "int" | "normal" | "categorical" | "ordinal" | "boolean" | "custom";
  readonly log: boolean;
  /** Both ends of a float's or an int's range. */
  readonly min?: number;
  readonly max?: number;
  /** Distance of a stepped number's values; 1 for an int. */
  readonly step?: number;
  /** All values of a categorical, ordinal or boolean, in the order of their cells. */
  readonly choices?: readonly JsonScalar[];
  /** How many values there are; absent: the axis is continuous, or of a kind that is not registered here. */
  readonly count?: number;
  /** When it takes part, such as `optimizer = "sgd"`; absent: always. */
  readonly condition?: string;
  /**
   * The value at coordinate `u`, 0 to 1, on a scale that rises with it, as for the edges of a chart. A stepped number's cell
   * reaches half a step to either side of it, and choice i lies between i - 0.5 and i + 0.5. For a custom kind `u` itself.
   */
  valueAt(u: number): number;
}

/**
 * A description of each axis of a space, in order, from the space's JSON. Needs neither custom kinds nor the functions of
 * constraints.
 */
export function describeParameters(json: JsonObject): readonly ParameterDescription[] {
  const conditions = new Map<string, string>();
  return (json.parameters as readonly JsonObject[]).flatMap((definition) => {
    const parameter = definition.name as string;
    const condition = inWords(definition.when as unknown as When | undefined, conditions);
    if (condition !== undefined) conditions.set(parameter, condition);
    const own = { parameter, ...(condition !== undefined && { condition }) };
    if (definition.kind !== "vector") return [{ name: parameter, ...own, ...describeScale(definition) }];
    const scale = describeScale(definition.item as JsonObject);
    return Array.from({ length: definition.length as number }, (_, element) => ({
      name: `${parameter}[${element}]`,
      ...own,
      element,
      ...scale,
    }));
  });
}

interface When {
  readonly parent: string;
  readonly values: readonly JsonValue[];
}

/** The condition, after those that its parent rests on. */
function inWords(when: When | undefined, conditions: ReadonlyMap<string, string>): string | undefined {
  if (when === undefined) return undefined;
  const own = `${when.parent} = ${when.values.map((value) => JSON.stringify(value)).join(" or ")}`;
  const before = conditions.get(when.parent);
  return before === undefined ? own : `${before}, ${own}`;
}

type Scale = Omit<ParameterDescription, "name" | "parameter" | "element" | "condition">;

function describeScale(json: JsonObject): Scale {
  switch (json.kind) {
    case "float":
    case "int":
      return numberScale(json.kind, json);
    case "normal":
      return {
        kind: "normal",
        log: false,
        valueAt: (u) => (json.mean as number) + (json.std as number) * normalQuantile(insideUnit(u)),
      };
    case "categorical":
    case "ordinal":
      return choiceScale(json.kind, json.choices as readonly JsonScalar[]);
    case "boolean":
      return choiceScale("boolean", [false, true]);
    default: {
      const count = customCells(json);
      return { kind: "custom", log: false, ...(count !== undefined && { count }), valueAt: (u) => u };
    }
  }
}

function choiceScale(kind: "categorical" | "ordinal" | "boolean", choices: readonly JsonScalar[]): Scale {
  const count = choices.length;
  return { kind, log: false, choices, count, valueAt: (u) => u * count - 0.5 };
}

function numberScale(kind: "float" | "int", json: JsonObject): Scale {
  const [min, max, log] = [json.low as number, json.high as number, json.log === true];
  const step = (json.step as number | undefined) ?? (kind === "int" ? 1 : undefined);
  const numbers = { kind, log, min, max };
  if (step === undefined) return { ...numbers, valueAt: log ? geometric(min, max) : linear(min, max) };
  const grid = stepGrid(min, max, step);
  const { count } = grid;
  const end = grid.value(count - 1) + step / 2;
  // As in the axis, the first cell by logarithm never reaches below half of its value.
  const valueAt = log && count > 1 ? geometric(Math.max(min - step / 2, min / 2), end) : linear(min - step / 2, end);
  return { ...numbers, step, count, valueAt };
}

function linear(low: number, high: number): (u: number) => number {
  return (u) => low + u * (high - low);
}

function geometric(low: number, high: number): (u: number) => number {
  const logLow = Math.log(low);
  const logWidth = Math.log(high) - logLow;
  return (u) => Math.exp(logLow + u * logWidth);
}

/** Quantiles of 0 and 1 are infinite; a coordinate's resolution ends before. */
function insideUnit(u: number): number {
  return Math.min(Math.max(u, 2 ** -54), 1 - 2 ** -53);
}
