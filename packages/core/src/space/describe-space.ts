import type { JsonObject, JsonValue } from "../json-value.js";
import { showValue } from "./invalid-parameter.js";

/**
 * A line for each parameter and constraint of a space, from its JSON: `learningRate: float 1e-5 .. 0.1, log`. Spaces that
 * differ give lines that differ. Needs neither custom kinds nor the functions of constraints.
 */
export function describeSpace(json: JsonObject): readonly string[] {
  const { parameters, constraints = [] } = json as {
    parameters: readonly JsonObject[];
    constraints?: readonly string[];
  };
  return [
    ...parameters.map((parameter) => `${parameter.name}: ${describeKind(parameter)}${describeCondition(parameter)}`),
    ...constraints.map((name) => `where ${name}`),
  ];
}

function describeKind(json: JsonObject): string {
  const { kind, low, high, log, step, choices, mean, std } = json;
  switch (kind) {
    case "float":
    case "int": {
      const options = `${log ? ", log" : ""}${step === undefined ? "" : `, step ${show(step)}`}`;
      return `${kind} ${show(low)} .. ${show(high)}${options}`;
    }
    case "categorical":
    case "ordinal":
      return `${kind} ${(choices as readonly JsonValue[]).map((choice) => JSON.stringify(choice)).join(", ")}`;
    case "boolean":
      return "boolean";
    case "normal":
      return `normal mean ${show(mean)}, std ${show(std)}`;
    case "vector":
      return `${json.length} x ${describeKind(json.item as JsonObject)}`;
    default:
      return `${kind} ${JSON.stringify(json.options)}`;
  }
}

function describeCondition({ when }: JsonObject): string {
  if (when === undefined) return "";
  const { parent, values } = when as { parent: string; values: readonly JsonValue[] };
  return `, when ${parent} is ${values.map((value) => JSON.stringify(value)).join(" or ")}`;
}

/** Small numbers by their power of ten: 1e-5 rather than 0.00001. */
function show(value: unknown): string {
  return typeof value === "number" && value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : showValue(value);
}
