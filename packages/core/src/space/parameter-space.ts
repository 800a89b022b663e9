import { InvalidSpaceError } from "../errors.js";
import type { JsonObject } from "../json-value.js";
import { type Condition, condition, type Member, takesPart } from "./conditions.js";
import { invalidParameter, showValue } from "./invalid-parameter.js";
import type { JsonScalar, Parameter, ParameterValue, ValueAxis } from "./parameter.js";
import type { SearchSpace } from "./search-space.js";
import { bindVector } from "./vector.js";

/** Shows `A & B` as one object type. */
type Flat<T> = { [K in keyof T]: T[K] } & {};

/** The params that parameters stand for. */
export type ParamsFrom<D> = { -readonly [K in keyof D]: ParameterValue<D[K]> };

/** Params `P` with those of conditional parameters, which may be absent. */
export type WithConditional<P, D> = Flat<P & Partial<ParamsFrom<D>>>;

/** Names of the parameters that others can depend on: those with scalar values. */
export type ParentOf<P> = { [K in keyof P]-?: NonUndefined<P[K]> extends JsonScalar ? K : never }[keyof P] & string;

type NonUndefined<T> = Exclude<T, undefined>;

/** Keys but for an index signature, as of parameters that were made in a loop. */
type NamedKeys<T> = keyof { [K in keyof T as string extends K ? never : K]: unknown };

/** Refuses names that are taken. */
type Fresh<D, P> = D & { readonly [K in NamedKeys<D> & NamedKeys<P>]: never };

interface Constraint {
  readonly name: string;
  readonly predicate: (params: never) => boolean;
}

/** A space made by `searchSpace`. Immutable: `when` and `where` give a new one. */
export class ParameterSpace<P> implements SearchSpace<P> {
  readonly axes: readonly ValueAxis[];
  readonly #members: readonly Member[];
  readonly #constraints: readonly Constraint[];
  readonly #conditional: boolean;
  /** Per axis. */
  readonly #memberOf: readonly Member[];

  constructor(members: readonly Member[], constraints: readonly Constraint[]) {
    this.#members = members;
    this.#constraints = constraints;
    this.#conditional = members.some((member) => member.condition !== undefined);
    this.axes = members.flatMap((member) => member.axes);
    this.#memberOf = members.flatMap((member) => member.axes.map(() => member));
  }

  /**
   * Adds parameters that take part only while parameter `parent` has the value, or one of the values, `when`. They are
   * absent from the params otherwise. `parent` is a categorical, ordinal, boolean or int, and may be conditional itself.
   *
   * @throws InvalidSpaceError for an unknown parent, a value it cannot take, or a bad or doubly named parameter
   */
  when<K extends ParentOf<P>, const D extends Readonly<Record<string, Parameter>>>(
    parent: K,
    when: NonUndefined<P[K]> | readonly NonUndefined<P[K]>[],
    parameters: Fresh<D, P>,
  ): ParameterSpace<WithConditional<P, D>> {
    const values = (Array.isArray(when) ? when : [when]) as readonly JsonScalar[];
    const rule = condition(this.#members, parent, values);
    return new ParameterSpace(addMembers(this.#members, parameters, rule), this.#constraints);
  }

  /**
   * Leaves out the points whose params `predicate` refuses. It must be a pure function of them and sees inactive
   * conditional parameters as absent. JSON keeps only `name`: `spaceFromJson` asks for the predicate again.
   *
   * @throws InvalidSpaceError when the name is empty or taken
   */
  where(name: string, predicate: (params: P) => boolean): ParameterSpace<P> {
    if (typeof name !== "string" || name.trim() === "" || typeof predicate !== "function") {
      throw new InvalidSpaceError(
        `Constraint ${showValue(name)} with ${showValue(predicate)}: give a name that says what holds, and a function.`,
      );
    }
    if (this.#constraints.some((constraint) => constraint.name === name)) {
      throw new InvalidSpaceError(`Constraint ${showValue(name)} is there already; give each its own name.`);
    }
    return new ParameterSpace(this.#members, [...this.#constraints, { name, predicate }]);
  }

  isActive(point: Float64Array, axis: number): boolean {
    return !this.#conditional || takesPart(this.#memberOf[axis] as Member, point);
  }

  admits(point: Float64Array): boolean {
    return this.#constraints.length === 0 || this.#refusedBy(this.decode(point)) === undefined;
  }

  snap(point: Float64Array): Float64Array {
    return Float64Array.from(this.axes, (axis, i) => axis.snap(point[i] as number));
  }

  decode(point: Float64Array): P {
    const params: Record<string, unknown> = {};
    for (const member of this.#members) {
      if (member.condition !== undefined && !takesPart(member, point)) continue;
      const values = member.axes.map((axis, i) => axis.decode(point[member.offset + i] as number));
      params[member.name] = member.parameter.kind === "vector" ? values : values[0];
    }
    return params as P;
  }

  encode(params: P, hidden?: Float64Array): Float64Array {
    const given = this.#checkNames(params);
    const point = this.snap(hidden ?? new Float64Array(this.axes.length).fill(0.5));
    // Parents come before the parameters that depend on them.
    for (const member of this.#members) {
      const value = given[member.name];
      const active = takesPart(member, point);
      if (active !== (value !== undefined)) throw unfitting(member, value);
      if (active) point.set(encodeMember(member, value), member.offset);
    }
    const refusing = this.#refusedBy(params);
    if (refusing !== undefined) {
      throw new InvalidSpaceError(
        `Constraint ${showValue(refusing)} refuses ${showValue(params)}; give params for which it holds.`,
      );
    }
    return point;
  }

  toJSON(): JsonObject {
    const parameters = this.#members.map(({ name, parameter, condition }) => ({
      name,
      ...parameter.toJSON(),
      ...(condition && { when: { parent: condition.parent.name, values: condition.values } }),
    }));
    const constraints = this.#constraints.map(({ name }) => name);
    return { parameters, ...(constraints.length > 0 && { constraints }) };
  }

  /** Name of the first constraint that does not hold. */
  #refusedBy(params: P): string | undefined {
    for (const { name, predicate } of this.#constraints) {
      let holds: unknown;
      try {
        holds = predicate(params as never);
      } catch (cause) {
        throw new InvalidSpaceError(
          `Constraint ${showValue(name)} threw for ${showValue(params)}; make it return true or false for all params.`,
          { cause },
        );
      }
      if (typeof holds !== "boolean") {
        throw new InvalidSpaceError(
          `Constraint ${showValue(name)} gave ${showValue(holds)} for ${showValue(params)}; make it return true or false.`,
        );
      }
      if (!holds) return name;
    }
    return undefined;
  }

  #checkNames(params: unknown): Readonly<Record<string, unknown>> {
    if (typeof params !== "object" || params === null || Array.isArray(params)) {
      throw new InvalidSpaceError(`Params are ${showValue(params)}; give an object with a value for each parameter.`);
    }
    for (const name of Object.keys(params)) {
      if (!this.#members.some((member) => member.name === name)) {
        const known = this.#members.map((member) => member.name).join(", ");
        throw invalidParameter(name, `it is not in the space; there are ${known}.`);
      }
    }
    return params as Record<string, unknown>;
  }
}

/**
 * A search space of named parameters:
 *
 * ```ts
 * const space = searchSpace({ learningRate: float(1e-5, 1e-1, { log: true }), layers: int(1, 6) })
 *   .when("layers", [2, 3, 4, 5, 6], { dropout: float(0, 0.5) });
 * ```
 *
 * @throws InvalidSpaceError naming the parameter, the value at fault and the mend
 */
export function searchSpace<const D extends Readonly<Record<string, Parameter>>>(
  parameters: D,
): ParameterSpace<ParamsFrom<D>> {
  if (typeof parameters !== "object" || parameters === null || Object.keys(parameters).length === 0) {
    throw new InvalidSpaceError(
      `A search space of ${showValue(parameters)} has no parameter; give at least one, such as { x: float(0, 1) }.`,
    );
  }
  return new ParameterSpace(addMembers([], parameters), []);
}

/** `members` and after them `parameters`, which take part while `rule` holds. */
export function addMembers(
  members: readonly Member[],
  parameters: Readonly<Record<string, Parameter>>,
  rule?: Condition,
): readonly Member[] {
  const all = [...members];
  let offset = members.reduce((sum, member) => sum + member.axes.length, 0);
  for (const [name, parameter] of Object.entries(parameters)) {
    checkName(all, name);
    const axes = bindAxes(name, parameter);
    all.push({ name, parameter, offset, axes, ...(rule && { condition: rule }) });
    offset += axes.length;
  }
  return all;
}

function bindAxes(name: string, parameter: Parameter): readonly ValueAxis[] {
  if (parameter?.kind === "vector") return bindVector(parameter as Extract<Parameter, { kind: "vector" }>, name);
  const scalar = parameter as Exclude<Parameter, { kind: "vector" }>;
  if (typeof scalar?.bind !== "function") {
    throw invalidParameter(name, `${showValue(parameter)} is no parameter; give float, int, categorical ...`);
  }
  return [scalar.bind(name)];
}

function checkName(members: readonly Member[], name: string): void {
  if (members.some((member) => member.name === name)) {
    throw invalidParameter(name, "the name occurs twice; give each parameter its own.");
  }
  // Brackets number the axes of a vector; the others would break a table's head or an object's prototype.
  if (name.trim() !== name || name === "" || name === "__proto__" || /[[\]\p{Cc}]/u.test(name)) {
    throw invalidParameter(
      name,
      "the name is empty, padded, __proto__, or holds a bracket or control character; rename it.",
    );
  }
}

/** The error for a value that is missing, or given though its condition does not hold. */
function unfitting(member: Member, value: unknown): InvalidSpaceError {
  const { name, condition } = member;
  const rule = condition && `only while ${condition.parent.name} is ${condition.values.map(showValue).join(" or ")}`;
  return value === undefined
    ? invalidParameter(name, "its value is missing; give one.")
    : invalidParameter(name, `${showValue(value)} is given, but it takes part ${rule}; leave it out.`);
}

function encodeMember(member: Member, value: unknown): readonly number[] {
  const { axes, name, parameter } = member;
  if (parameter.kind !== "vector") return axes.map((axis) => axis.encode(value));
  if (!Array.isArray(value) || value.length !== axes.length) {
    throw invalidParameter(name, `${showValue(value)} does not fit; give a list of ${axes.length} values.`);
  }
  return axes.map((axis, i) => axis.encode(value[i]));
}
