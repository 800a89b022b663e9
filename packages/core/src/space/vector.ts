import { invalidParameter, showValue } from "./invalid-parameter.js";
import type { ScalarParameter, ValueAxis, VectorParameter } from "./parameter.js";

/** More coordinates than any search could learn from; a slip beyond it would exhaust the memory. */
const MAX_LENGTH = 65_536;

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
  if (!Number.isInteger(length) || length < 1 || length > MAX_LENGTH) {
    throw invalidParameter(name, `length is ${showValue(length)}; give an integer from 1 to ${MAX_LENGTH}.`);
  }
  if (typeof item?.bind !== "function") {
    throw invalidParameter(name, `${showValue(item)} cannot be the item of a vector; give float, int, categorical ...`);
  }
  return Array.from({ length }, (_, i) => item.bind(`${name}[${i}]`));
}
