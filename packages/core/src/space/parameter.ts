import type { JsonObject } from "../json-value.js";
import type { Axis } from "./axis.js";

/** A JSON value without parts. */
export type JsonScalar = string | number | boolean | null;

/** An axis together with the values along it. */
export interface ValueAxis<V = unknown> extends Axis {
  /** The value at `u`, in [0, 1). */
  decode(u: number): V;
  /**
   * The snapped coordinate of `value`.
   * @throws InvalidSpaceError naming the parameter and the value, when it is none of the parameter's values
   */
  encode(value: unknown): number;
}

/** The definition of a parameter that takes one coordinate; `searchSpace` gives it its name. */
export interface ScalarParameter<V = unknown> {
  readonly kind: string;
  /** @throws InvalidSpaceError naming the parameter, the value at fault and the mend */
  bind(name: string): ValueAxis<V>;
  /** `kind` and whatever else `spaceFromJson` needs to build an equal parameter. */
  toJSON(): JsonObject;
}

/** The definition of a parameter whose value is a list: `length` values of `item`, a coordinate each. */
export interface VectorParameter<V = unknown, N extends number = number> {
  readonly kind: "vector";
  readonly item: ScalarParameter<V>;
  readonly length: N;
  toJSON(): JsonObject;
}

export type Parameter = ScalarParameter | VectorParameter;

/** A tuple of `N` values for a literal `N` up to 32, else an array. */
type VectorValue<V, N extends number, T extends V[] = []> = number extends N
  ? V[]
  : T["length"] extends N
    ? T
    : T["length"] extends 32
      ? V[]
      : VectorValue<V, N, [...T, V]>;

/** The type of a parameter's values. */
export type ParameterValue<D> =
  D extends VectorParameter<infer V, infer N> ? VectorValue<V, N> : D extends ScalarParameter<infer V> ? V : never;
