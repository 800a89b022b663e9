/** Sizes, and names of those that are free. */
export type DeclaredShape = readonly (number | string)[];

export function showShape(shape: DeclaredShape): string {
  return `[${shape.map((size) => (size === "" || size === undefined ? "?" : size)).join(", ")}]`;
}

/** Whether a tensor of `shape` will do. ONNX Runtime says `[]` of a model that leaves the shape open, so that takes any. */
export function fitsShape(shape: readonly number[], declared: DeclaredShape): boolean {
  if (declared.length === 0) return true;
  return shape.length === declared.length && declared.every((size, i) => typeof size !== "number" || size === shape[i]);
}

/** The shape of so many values in a row, where at most one size is free; undefined where several are, or they do not fill it. */
export function shapeOf(length: number, declared: DeclaredShape): readonly number[] | undefined {
  if (declared.length === 0) return length === 1 ? [] : [length];
  const fixed = declared.filter((size) => typeof size === "number").reduce((product, size) => product * size, 1);
  const free = declared.length - declared.filter((size) => typeof size === "number").length;
  if (free > 1 || fixed === 0) return undefined;
  const rest = free === 0 ? 1 : length / fixed;
  if (!Number.isInteger(rest) || fixed * rest !== length) return undefined;
  return declared.map((size) => (typeof size === "number" ? size : rest));
}
