import { cellAxis, equalCells } from "./cells.js";
import { invalidParameter, showValue } from "./invalid-parameter.js";
import type { JsonScalar, ScalarParameter, ValueAxis } from "./parameter.js";

/**
 * One of `choices`, each as likely, without an order. Choices are JSON scalars, told apart as `===` does: `null`, 1, "1"
 * and true are four.
 */
export function categorical<const T extends readonly JsonScalar[]>(choices: T): ScalarParameter<T[number]> {
  return {
    kind: "categorical",
    bind: (name) => choiceAxis<T[number]>(name, choices, false),
    toJSON: () => ({ kind: "categorical", choices: [...choices] }),
  };
}

/** Like `categorical`, where the order of `choices` means something: "small", "medium", "large". */
export function ordinal<const T extends readonly JsonScalar[]>(choices: T): ScalarParameter<T[number]> {
  return {
    kind: "ordinal",
    bind: (name) => choiceAxis<T[number]>(name, choices, true),
    toJSON: () => ({ kind: "ordinal", choices: [...choices] }),
  };
}

/** `false` or `true`, each as likely. */
export function boolean(): ScalarParameter<boolean> {
  return {
    kind: "boolean",
    bind: (name) => choiceAxis<boolean>(name, [false, true], false),
    toJSON: () => ({ kind: "boolean" }),
  };
}

function choiceAxis<V extends JsonScalar>(name: string, choices: readonly V[], ordered: boolean): ValueAxis<V> {
  const kept = [...checkChoices(name, choices)];
  const cellOfChoice = new Map<unknown, number>(kept.map((choice, cell) => [choice, cell]));
  return cellAxis(name, ordered, equalCells(kept.length), {
    decode: (cell) => kept[cell] as V,
    encode: (value) => {
      const cell = cellOfChoice.get(value);
      if (cell === undefined) {
        throw invalidParameter(
          name,
          `${showValue(value)} is no choice; give one of ${kept.map(showValue).join(", ")}.`,
        );
      }
      return cell;
    },
  });
}

function checkChoices<V extends JsonScalar>(name: string, choices: readonly V[]): readonly V[] {
  if (!Array.isArray(choices) || choices.length === 0) {
    throw invalidParameter(name, `choices is ${showValue(choices)}; give a list of at least one value.`);
  }
  const seen = new Set<unknown>();
  for (const choice of choices) {
    const isScalar = choice === null || ["string", "boolean"].includes(typeof choice) || Number.isFinite(choice);
    if (!isScalar) {
      throw invalidParameter(
        name,
        `choice ${showValue(choice)} is no JSON scalar; give strings, finite numbers, booleans or null and look other things up by them.`,
      );
    }
    if (seen.has(choice)) throw invalidParameter(name, `choice ${showValue(choice)} occurs twice; leave one out.`);
    seen.add(choice);
  }
  return choices;
}
