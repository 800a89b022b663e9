import type { JsonScalar, ParameterValue } from "./parameter.js";

/** Shows `A & B` as one object type. */
type Flat<T> = { [K in keyof T]: T[K] } & {};

/** The params that parameters stand for. */
export type ParamsFrom<D> = { -readonly [K in keyof D]: ParameterValue<D[K]> };

/** Params `P` with those of conditional parameters, which may be absent. */
export type WithConditional<P, D> = Flat<P & Partial<ParamsFrom<D>>>;

/** Names of the parameters that others can depend on: those with scalar values. */
export type ParentOf<P> = { [K in keyof P]-?: Exclude<P[K], undefined> extends JsonScalar ? K : never }[keyof P] &
  string;

/** Keys but for an index signature, as of parameters that were made in a loop. */
type NamedKeys<T> = keyof { [K in keyof T as string extends K ? never : K]: unknown };

/** Refuses names that are taken. */
export type Fresh<D, P> = D & { readonly [K in NamedKeys<D> & NamedKeys<P>]: never };
