import { InvalidSpaceError } from "../errors.js";
import type { JsonObject, JsonValue } from "../json-value.js";
import { boolean, categorical, ordinal } from "./categorical.js";
import { type Condition, condition, type Member } from "./conditions.js";
import { customFromJson } from "./custom-parameter.js";
import { float } from "./float.js";
import { int } from "./int.js";
import { invalidParameter, showValue } from "./invalid-parameter.js";
import { addMembers } from "./members.js";
import { normal } from "./normal.js";
import type { JsonScalar, Parameter, ScalarParameter } from "./parameter.js";
import { ParameterSpace } from "./parameter-space.js";
import type { SearchSpace } from "./search-space.js";
import { vector } from "./vector.js";

/** What a space's JSON cannot hold. */
export interface SpaceFromJsonOptions {
  /** The predicate of each `where`, by its name. */
  readonly constraints?: Readonly<Record<string, (params: JsonObject) => boolean>>;
}

/** Definitions are taken as they come: binding them checks every value. */
const READERS: Readonly<Record<string, (json: JsonObject) => ScalarParameter>> = {
  float: (json) => float(json.low as number, json.high as number, json),
  int: (json) => int(json.low as number, json.high as number, json),
  categorical: (json) => categorical(json.choices as readonly JsonScalar[]),
  ordinal: (json) => ordinal(json.choices as readonly JsonScalar[]),
  boolean: () => boolean(),
  normal: (json) => normal(json.mean as number, json.std as number),
};

/**
 * The space whose `toJSON()` gave `json`.
 *
 * @throws InvalidSpaceError when `json` is no such definition, or a constraint's predicate or a custom kind is missing
 */
export function spaceFromJson(json: JsonObject, options: SpaceFromJsonOptions = {}): SearchSpace {
  const { parameters, constraints = [] } = isObject(json) ? json : {};
  if (!Array.isArray(parameters) || parameters.length === 0 || !Array.isArray(constraints)) {
    throw new InvalidSpaceError(`${showValue(json)} is no search space; give what a space's toJSON() gave.`);
  }
  let members: readonly Member[] = [];
  for (const definition of parameters as readonly JsonValue[]) {
    if (!isObject(definition) || typeof definition.name !== "string") {
      throw new InvalidSpaceError(`${showValue(definition)} is no parameter; give what a space's toJSON() gave.`);
    }
    const { name } = definition;
    const rule = conditionFromJson(members, name, definition.when);
    members = addMembers(members, { [name]: parameterFromJson(name, definition) }, rule);
  }
  let space = new ParameterSpace<JsonObject>(members, []);
  for (const name of constraints as readonly string[]) {
    const predicate = Object.hasOwn(options.constraints ?? {}, name) ? options.constraints?.[name] : undefined;
    if (predicate === undefined) {
      throw new InvalidSpaceError(
        `Constraint ${showValue(name)} is a function, which JSON cannot hold; give it as constraints[${showValue(name)}].`,
      );
    }
    space = space.where(name, predicate);
  }
  return space;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function conditionFromJson(members: readonly Member[], name: string, when?: JsonValue): Condition | undefined {
  if (when === undefined) return undefined;
  if (!isObject(when) || typeof when.parent !== "string" || !Array.isArray(when.values)) {
    throw invalidParameter(name, `its condition ${showValue(when)} is none; give a parent and a list of values.`);
  }
  return condition(members, when.parent, when.values as readonly JsonScalar[]);
}

function parameterFromJson(name: string, json: JsonObject): Parameter {
  if (json.kind !== "vector") return scalarFromJson(name, json);
  if (!isObject(json.item))
    throw invalidParameter(name, `item ${showValue(json.item)} is no parameter; give its JSON.`);
  return vector(scalarFromJson(name, json.item), json.length as number);
}

function scalarFromJson(name: string, json: JsonObject): ScalarParameter {
  const kind = String(json.kind);
  const read = Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
  return read === undefined ? customFromJson(name, json) : read(json);
}
