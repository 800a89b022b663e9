import { InvalidSpaceError } from "../errors.js";
import type { JsonObject } from "../json-value.js";
import { condition, type Member, takesPart } from "./conditions.js";
import { invalidParameter, showValue } from "./invalid-parameter.js";
import { addMembers, decodeMember, encodeMember } from "./members.js";
import type { JsonScalar, Parameter, ValueAxis } from "./parameter.js";
import type { Fresh, ParamsFrom, ParentOf, WithConditional } from "./params-from.js";
import type { SearchSpace } from "./search-space.js";

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
    when: Exclude<P[K], undefined> | readonly Exclude<P[K], undefined>[],
    parameters: Fresh<D, P>,
  ): ParameterSpace<WithConditional<P, D>> {
    const values = (Array.isArray(when) ? when : [when]) as readonly JsonScalar[];
    const rule = condition(this.#members, parent, values);
    if (Object.keys(parameters).length === 0) {
      throw invalidParameter(parent, "nothing is given that depends on it; give at least one parameter.");
    }
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
    const snapped = new Float64Array(this.axes.length);
    for (let i = 0; i < snapped.length; i++) snapped[i] = (this.axes[i] as ValueAxis).snap(point[i] as number);
    return snapped;
  }

  decode(point: Float64Array): P {
    const params: Record<string, unknown> = {};
    for (const member of this.#members) {
      if (takesPart(member, point)) params[member.name] = decodeMember(member, point);
    }
    return params as P;
  }

  encode(params: P, hidden?: Float64Array): Float64Array {
    const given = this.#checkNames(params);
    const point = this.snap(hidden ?? new Float64Array(this.axes.length).fill(0.5));
    // Parents come before the parameters that depend on them.
    for (const member of this.#members) encodeMember(member, given[member.name], point);
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
