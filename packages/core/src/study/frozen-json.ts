import type { JsonObject, JsonValue } from "../json-value.js";

/** A deep copy of `object` that nobody can change. */
export function frozenCopy(object: JsonObject): JsonObject {
  return copy(object, Object.freeze) as JsonObject;
}

/** A deep copy of `object` for whoever may want to change it. */
export function mutableCopy(object: JsonObject): JsonObject {
  return copy(object, (part) => part) as JsonObject;
}

function copy(value: JsonValue | undefined, finish: <T extends object>(part: T) => T): JsonValue | undefined {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return finish(value.map((item: JsonValue) => copy(item, finish) as JsonValue));
  const members: Record<string, JsonValue | undefined> = {};
  for (const key of Object.keys(value)) members[key] = copy((value as JsonObject)[key], finish);
  return finish(members);
}
