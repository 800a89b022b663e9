import type { JsonObject, JsonScalar, SearchSpace } from "@shac/core";

type Definition = JsonObject & { readonly name: string; readonly kind: string };

/** Lines of TypeScript that make an equal space, of floats, integers, choices and conditions. */
export function spaceCode(space: SearchSpace): string[] {
  const definitions = space.toJSON().parameters as readonly Definition[];
  const always = definitions.filter(({ when }) => when === undefined);
  const conditional = definitions.filter(({ when }) => when !== undefined);
  const member = (definition: Definition): string => `${keyOf(definition.name)}: ${parameterCode(definition)}`;
  const whens = conditional.map((definition) => {
    const { parent, values } = definition.when as { parent: string; values: readonly JsonScalar[] };
    const value = values.length === 1 ? JSON.stringify(values[0]) : listCode(values);
    return `.when(${JSON.stringify(parent)}, ${value}, { ${member(definition)} })`;
  });
  return [
    "searchSpace({",
    ...always.map((definition) => `  ${member(definition)},`),
    `})${whens.map((when) => `\n  ${when}`).join("")}`,
  ];
}

function keyOf(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
}

function parameterCode({ name: _, kind, when: _when, choices, low, high, ...options }: Definition): string {
  if (kind === "boolean") return "boolean()";
  if (choices !== undefined) return `${kind}(${listCode(choices as readonly JsonScalar[])})`;
  const entries = Object.entries(options).map(([option, value]) => `${option}: ${value}`);
  return `${kind}(${[low, high, ...(entries.length === 0 ? [] : [`{ ${entries.join(", ")} }`])].join(", ")})`;
}

function listCode(values: readonly JsonScalar[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
}
