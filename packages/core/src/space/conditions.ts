import { invalidParameter, showValue } from "./invalid-parameter.js";
import type { JsonScalar, Parameter, ValueAxis } from "./parameter.js";

/** A parameter in its place in a space. */
export interface Member {
  readonly name: string;
  readonly parameter: Parameter;
  /** Its first coordinate. */
  readonly offset: number;
  readonly axes: readonly ValueAxis[];
  /** Absent: always takes part. */
  readonly condition?: Condition;
}

/** Holds while `parent` takes part and has one of `values`. */
export interface Condition {
  readonly parent: Member;
  readonly values: readonly JsonScalar[];
  /** The snapped coordinates of `values`. */
  readonly coordinates: readonly number[];
}

const PARENT_KINDS: readonly string[] = ["categorical", "ordinal", "boolean", "int"];

/** @throws InvalidSpaceError when `parent` is no parameter that can decide, or cannot take a value */
export function condition(members: readonly Member[], name: string, values: readonly JsonScalar[]): Condition {
  const parent = members.find((member) => member.name === name);
  if (parent === undefined) {
    const known = members.map((member) => member.name).join(", ");
    throw invalidParameter(name, `it is not in the space, so nothing can depend on it; there are ${known}.`);
  }
  const axis = parent.axes[0];
  if (axis === undefined || !PARENT_KINDS.includes(parent.parameter.kind)) {
    throw invalidParameter(
      name,
      `nothing can depend on a ${parent.parameter.kind}; let it depend on a categorical, ordinal, boolean or int.`,
    );
  }
  if (values.length === 0) throw invalidParameter(name, "no value is given to depend on; give at least one.");
  const coordinates = values.map((value) => axis.encode(value));
  if (new Set(coordinates).size < values.length) {
    throw invalidParameter(name, `a value to depend on occurs twice in ${showValue(values)}; leave one out.`);
  }
  return { parent, values: [...values], coordinates };
}

/** Whether the condition of `member`, and those it rests on, hold at `point`. */
export function takesPart(member: Member, point: Float64Array): boolean {
  for (let rule = member.condition; rule !== undefined; rule = rule.parent.condition) {
    const { parent, coordinates } = rule;
    const coordinate = (parent.axes[0] as ValueAxis).snap(point[parent.offset] as number);
    if (!coordinates.includes(coordinate)) return false;
  }
  return true;
}
