import { canonicalJson } from "../../canonical-json.js";
import type { JsonObject } from "../../json-value.js";
import type { SearchSpace } from "../../space/search-space.js";

/** Spaces of more cells are not walked: no budget is expected to fill them. */
const MAX_CELLS = 100_000;

/** Goes through the cells of a space in which every parameter takes equally likely single values, to tell when all are known. */
export class CellWalk {
  readonly #space: SearchSpace<unknown>;
  readonly #total: number;
  readonly #seen = new Set<string>();
  /** Points that are in `#seen`, and cells that are known to be there. */
  #read = 0;
  #passed = 0;

  constructor(space: SearchSpace<unknown>) {
    this.#space = space;
    const cells = space.axes.reduce((product, axis) => product * axis.cells, 1);
    this.#total = cells <= MAX_CELLS ? cells : 0;
  }

  /**
   * Whether `points` hold every params that the space admits. False for spaces with a continuous axis, with cells of
   * different widths, or of more than 100,000 cells.
   * @param points those of the call before, and what came since
   */
  isExhausted(points: readonly Float64Array[]): boolean {
    if (this.#total === 0) return false;
    for (; this.#read < points.length; this.#read++) this.#seen.add(this.#key(points[this.#read] as Float64Array));
    for (; this.#passed < this.#total; this.#passed++) {
      const point = this.#cell(this.#passed);
      if (this.#space.admits(point) && !this.#seen.has(this.#key(point))) return false;
    }
    return true;
  }

  #cell(index: number): Float64Array {
    let rest = index;
    return Float64Array.from(this.#space.axes, (axis) => {
      const cell = rest % axis.cells;
      rest = Math.floor(rest / axis.cells);
      return axis.snap((cell + 0.5) / axis.cells);
    });
  }

  #key(point: Float64Array): string {
    return canonicalJson(this.#space.decode(point) as JsonObject);
  }
}
