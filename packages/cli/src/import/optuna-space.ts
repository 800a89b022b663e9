import type { JsonObject, JsonScalar, JsonValue } from "@shac/core";
import type { OptunaDistribution, OptunaTrial } from "./optuna-journal.js";

interface Rule {
  readonly parent: string;
  readonly values: readonly JsonScalar[];
}

/**
 * The space that trials of Optuna were drawn from, as the JSON of a search space. A range that was not the same in all trials is the
 * widest. A parameter that not every complete trial has depends on the first earlier one whose values tell in which trials it is.
 *
 * @throws Error when no parameter's values do, or a distribution has no counterpart
 */
export function spaceFromOptuna(trials: readonly OptunaTrial[]): JsonObject {
  const names = [...new Set(trials.flatMap(({ params }) => Object.keys(params)))];
  const complete = trials.filter(({ state }) => state === "COMPLETE");
  if (complete.length === 0) throw new Error("none of its trials is complete, so its space is not known");
  const parameters: JsonObject[] = [];
  // Of those that some trials lack, the ones with the most trials first, as others may depend on them.
  const has = (name: string) => complete.filter(({ params }) => name in params).length;
  for (const name of names.filter((each) => has(each) > 0).sort((a, b) => has(b) - has(a))) {
    const distributions = trials.flatMap(({ distributions: { [name]: own } }) => (own === undefined ? [] : [own]));
    const definition = { name, ...parameterOf(name, distributions) };
    const rule = has(name) === complete.length ? undefined : findRule(name, complete, parameters);
    parameters.push(rule === undefined ? definition : { ...definition, when: { ...rule } });
  }
  return { parameters };
}

/** @throws Error */
function findRule(name: string, trials: readonly OptunaTrial[], earlier: readonly JsonObject[]): Rule {
  for (const { name: parent, kind } of earlier as readonly (JsonObject & { readonly name: string })[]) {
    if (kind === "float") continue;
    const having = trials.filter(({ params }) => name in params);
    const values = new Set(having.map(({ params }) => params[parent]));
    const isRule = trials.every(({ params }) => (parent in params && values.has(params[parent])) === name in params);
    if (isRule) return { parent, values: [...values] as JsonScalar[] };
  }
  throw new Error(
    `parameter ${JSON.stringify(name)} is in some trials alone, and no other parameter's values tell in which; give a study file whose space says it`,
  );
}

function parameterOf(name: string, distributions: readonly OptunaDistribution[]): JsonObject {
  const kinds = new Set(distributions.map((distribution) => distribution.name));
  const [kind = ""] = kinds;
  if (kinds.size > 1)
    throw new Error(`parameter ${JSON.stringify(name)} is of several kinds: ${[...kinds].join(", ")}`);
  const attributes = distributions.map((distribution) => distribution.attributes);
  if (kind === "CategoricalDistribution") return choicesOf(attributes[0]?.choices as readonly JsonValue[]);
  if (kind === "FloatDistribution") return numberOf("float", attributes);
  if (kind === "IntDistribution") return numberOf("int", attributes);
  throw new Error(`parameter ${JSON.stringify(name)} has the distribution ${kind}, which Optuna 5 does not have`);
}

function choicesOf(choices: readonly JsonValue[]): JsonObject {
  const isBoolean = choices.length === 2 && choices.includes(true) && choices.includes(false);
  return isBoolean ? { kind: "boolean" } : { kind: "categorical", choices };
}

function numberOf(kind: "float" | "int", attributes: readonly JsonObject[]): JsonObject {
  const low = Math.min(...attributes.map((each) => each.low as number));
  const high = Math.max(...attributes.map((each) => each.high as number));
  // A space of ours has no range of one float; a choice of one it may have.
  if (low === high) return { kind: "categorical", choices: [low] };
  const log = attributes.every((each) => each.log === true);
  const step = commonStep(attributes, low);
  const isDefault = step === undefined || (kind === "int" && step === 1);
  return { kind, low, high, ...(log ? { log } : {}), ...(isDefault ? {} : { step }) };
}

/** The step of all, where all ranges lie on one grid. */
function commonStep(attributes: readonly JsonObject[], low: number): number | undefined {
  const step = attributes[0]?.step;
  if (typeof step !== "number") return undefined;
  const isOnGrid = (each: JsonObject): boolean => {
    const steps = ((each.low as number) - low) / step;
    return each.step === step && Math.abs(steps - Math.round(steps)) < 1e-9;
  };
  return attributes.every(isOnGrid) ? step : undefined;
}
