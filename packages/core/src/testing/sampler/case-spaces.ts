import { boolean, categorical, ordinal } from "../../space/categorical.js";
import { float } from "../../space/float.js";
import { int } from "../../space/int.js";
import { normal } from "../../space/normal.js";
import { searchSpace } from "../../space/parameter-space.js";
import type { SearchSpace } from "../../space/search-space.js";
import { vector } from "../../space/vector.js";

/** Two axes on which no two draws are alike. */
export const continuousSpace: SearchSpace<unknown> = searchSpace({ x: float(-1, 1), y: float(1e-4, 1, { log: true }) });

/** A parameter of every kind. */
export const mixedSpace: SearchSpace<unknown> = searchSpace({
  x: float(-1, 1),
  rate: float(1e-5, 1e-1, { log: true }),
  share: float(0, 1, { step: 0.25 }),
  depth: int(1, 7),
  units: int(1, 512, { log: true }),
  mode: categorical(["a", 1, true, null]),
  size: ordinal([8, 32, 128]),
  flag: boolean(),
  shift: normal(0, 2),
  weights: vector(float(0, 1), 3),
});

export const conditionalSpace: SearchSpace<unknown> = searchSpace({ kind: categorical(["none", "one", "two"]) })
  .when("kind", ["one", "two"], { first: float(0, 1), more: boolean() })
  .when("kind", "two", { second: int(1, 9) })
  .when("more", true, { third: float(1, 100, { log: true }) });

/** Constraints that admit about a third, and about a fiftieth, of the points. */
export const constrainedSpaces: readonly SearchSpace<unknown>[] = [
  searchSpace({ x: float(0, 1), n: int(1, 3) }).where("small", ({ x, n }) => x * n <= 0.6),
  searchSpace({ x: float(0, 1), y: float(0, 1) }).where("band", ({ x, y }) => Math.abs(x - y) < 0.01),
];

/** Spaces of one value, and of a handful. */
export const tinySpaces: readonly SearchSpace<unknown>[] = [
  searchSpace({ only: categorical(["it"]) }),
  searchSpace({ fixed: int(3, 3), x: float(0, 1) }),
  searchSpace({ flag: boolean(), letter: categorical(["a", "b"]) }),
];
