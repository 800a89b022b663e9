import type { JsonObject, JsonValue } from "@shac/core";
import { UsageError } from "../usage-error.js";

/** `parameters.json` of pyshac: the name of each parameter with its class and what that was made with. */
type PyshacParameters = Readonly<Record<string, readonly [className: string, config: JsonObject]>>;

/** Whether a JSON document is a `parameters.json` of pyshac rather than a search space. */
export function isPyshacParameters(json: unknown): json is PyshacParameters {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return false;
  const parameters: unknown[] = Object.values(json);
  const isPair = (entry: unknown): boolean =>
    Array.isArray(entry) && entry.length === 2 && typeof entry[0] === "string" && typeof entry[1] === "object";
  return parameters.length > 0 && parameters.every(isPair);
}

/** The same parameters as the JSON of a search space. @throws UsageError for a class of the user's own */
export function spaceFromPyshac(parameters: PyshacParameters): JsonObject {
  return { parameters: Object.entries(parameters).map(([name, pair]) => ({ name, ...distributionOf(name, pair) })) };
}

function distributionOf(name: string, [className, config]: PyshacParameters[string]): JsonObject {
  const { values, min_value, max_value, log_encode, mean, std, sample_count } = config as Record<string, JsonValue>;
  const inner = className.replace(/^Multi/, "");
  const item = (): JsonObject => {
    switch (inner) {
      case "DiscreteHyperParameter":
        return { kind: "categorical", choices: values as JsonValue };
      case "UniformContinuousHyperParameter": {
        const range = { kind: "float", low: min_value as JsonValue, high: max_value as JsonValue };
        // There a logarithm of 0 is allowed, since points are drawn evenly all the same.
        return log_encode === true && Number(min_value) > 0 ? { ...range, log: true } : range;
      }
      case "NormalContinuousHyperParameter":
        return { kind: "normal", mean: mean as JsonValue, std: std as JsonValue };
      default:
        throw new UsageError(
          `Parameter ${JSON.stringify(name)} is of the class ${className}, which is not one of pyshac's own; write the space as JSON or TypeScript.`,
        );
    }
  };
  return inner === className ? item() : { kind: "vector", length: sample_count as JsonValue, item: item() };
}
