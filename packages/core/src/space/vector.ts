import { invalidParameter, showValue } from "./invalid-parameter.js";
import type { ScalarParameter, ValueAxis, VectorParameter } from "./parameter.js";

/**
 * A list of `length` values of `item`, drawn apart from each other; the axes are `name[0]`, `name[1]` ... Its value is
 * typed as a tuple for a literal length up to 32, else as an array.
 */
export function vector<V, const N extends number>(item: ScalarParameter<V>, length: N): VectorParameter<V, N> {
  return {
    kind: "vector",
    item,
    length,
    toJSON: () => ({ kind: "vector", length, item: item.toJSON() }),
  };
}

/** @throws InvalidSpaceError for a bad length or item */
export function bindVector({ item, length }: VectorParameter, name: string): readonly ValueAxis[] {
  if (!Number.isSafeInteger(length) || length < 1) {
    throw invalidParameter(name, `length is ${showValue(length)}; give an integer of at least 1.`);
  }
  if (typeof item?.bind !== "function") {
    throw invalidParameter(name, `${showValue(item)} cannot be the item of a vector; give float, int, categorical ...`);
  }
  return Array.from({ length }, (_, i) => item.bind(`${name}[${i}]`));
}
