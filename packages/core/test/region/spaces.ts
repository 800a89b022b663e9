import { type Axis, categorical, float, int, searchSpace, vector } from "@shac/core";

/** Spaces of one to four axes with everything that an axis can be: continuous, equal cells, cells of unequal width. */
export const spaces: Readonly<Record<string, readonly Axis[]>> = {
  "one continuous axis": searchSpace({ x: float(0, 1) }).axes,
  "seven choices": searchSpace({ choice: categorical(["a", "b", "c", "d", "e", "f", "g"]) }).axes,
  "a float and a categorical": searchSpace({ x: float(0, 1), choice: categorical([1, 2, 3]) }).axes,
  "two floats and an int by logarithm": searchSpace({ x: vector(float(0, 1), 2), n: int(1, 12, { log: true }) }).axes,
  "two floats, an int and a categorical": searchSpace({
    x: vector(float(0, 1), 2),
    n: int(0, 9),
    choice: categorical(["a", "b", "c"]),
  }).axes,
};

export function cube(dimensions: number): readonly Axis[] {
  return searchSpace({ x: vector(float(0, 1), dimensions) }).axes;
}
