import { type Condition, type Member, takesPart } from "./conditions.js";
import { invalidParameter, showValue } from "./invalid-parameter.js";
import type { Parameter, ValueAxis } from "./parameter.js";
import { bindVector } from "./vector.js";

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
  // Brackets number the axes of a vector, a control character would break a table's head, and `params.constructor` is there
  // also where a parameter of that name is not.
  if (name.trim() !== name || name === "" || name in Object.prototype || /[[\]\p{Cc}]/u.test(name)) {
    throw invalidParameter(
      name,
      "the name is empty, padded, built into every object, or holds a bracket or control character; rename it.",
    );
  }
}

export function decodeMember({ axes, offset, parameter }: Member, point: Float64Array): unknown {
  if (parameter.kind !== "vector") return (axes[0] as ValueAxis).decode(point[offset] as number);
  return axes.map((axis, i) => axis.decode(point[offset + i] as number));
}

/**
 * Writes the coordinates of `value` into `point`, where those that the member's condition looks at are set already. An
 * absent value is right where the condition does not hold, and leaves the coordinates as they are.
 *
 * @throws InvalidSpaceError
 */
export function encodeMember(member: Member, value: unknown, point: Float64Array): void {
  const { axes, condition, name, offset, parameter } = member;
  const active = takesPart(member, point);
  if (value === undefined) {
    if (active) throw invalidParameter(name, "its value is missing; give one.");
    return;
  }
  if (!active) {
    const rule = `${condition?.parent.name} is ${condition?.values.map(showValue).join(" or ")}`;
    throw invalidParameter(name, `${showValue(value)} is given, but it takes part only when ${rule}; leave it out.`);
  }
  const values = parameter.kind === "vector" ? value : [value];
  if (!Array.isArray(values) || values.length !== axes.length) {
    throw invalidParameter(name, `${showValue(value)} does not fit; give a list of ${axes.length} values.`);
  }
  axes.forEach((axis, i) => {
    point[offset + i] = axis.encode(values[i]);
  });
}
