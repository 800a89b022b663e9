import type { JsonObject } from "../json-value.js";
import type { Axis } from "./axis.js";

/**
 * A search space seen as the unit cube [0, 1)^d: every parameter maps to one coordinate (a vector to several) through the
 * CDF of its prior, so that the prior is uniform and the volume of a box is its probability.
 *
 * `P` is the type of the params, inferred from the parameters.
 */
export interface SearchSpace<P = JsonObject> {
  /** One axis a coordinate, in the order of declaration. */
  readonly axes: readonly Axis[];
  /** Whether coordinate `axis` of `point` takes part: false for a conditional parameter whose condition does not hold. */
  isActive(point: Float64Array, axis: number): boolean;
  /** Whether the `where` constraints hold for the params at `point`. */
  admits(point: Float64Array): boolean;
  /** A copy of `point` with every coordinate snapped (`Axis.snap`); points are kept and trained on in this form. */
  snap(point: Float64Array): Float64Array;
  /** The params at `point`; inactive parameters are absent. */
  decode(point: Float64Array): P;
  /**
   * The snapped point of `params`. Coordinates of absent inactive parameters are taken from `hidden`, default 0.5.
   * @throws InvalidSpaceError naming the parameter and value that do not fit, or the constraint that refuses them
   */
  encode(params: P, hidden?: Float64Array): Float64Array;
  /** The whole definition; `spaceFromJson` reads it back. */
  toJSON(): JsonObject;
}

/** The params type of a space. */
export type ParamsOf<S> = S extends SearchSpace<infer P> ? P : never;
