/** Any value that JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. An `undefined` member is the same as an absent one. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}
