import type { Rng } from "../rng.js";
import type { Axis } from "../space/axis.js";
import type { UndecidedClassifier } from "./bounds.js";
import type { Box } from "./box.js";

export class RegionSampler {
  readonly #axes: readonly Axis[];
  readonly #boxes: readonly Box[];
  readonly #relaxChecks: number;
  readonly #cumulative: Float64Array;
  proposals = 0;
  constructor(axes: readonly Axis[], boxes: readonly Box[], relaxChecks: number) {
    this.#axes = axes;
    this.#boxes = boxes;
    this.#relaxChecks = relaxChecks;
    this.#cumulative = new Float64Array(boxes.length);
    let sum = 0;
    for (const [i, box] of boxes.entries()) this.#cumulative[i] = sum += box.volume;
  }
  draw(rng: Rng): Float64Array {
    for (let k = 0; k < 20000; k++) {
      this.proposals++;
      const u = rng.next() * (this.#cumulative[this.#boxes.length - 1] as number);
      let a = 0;
      let b = this.#boxes.length - 1;
      while (a < b) {
        const m = (a + b) >> 1;
        if (u < (this.#cumulative[m] as number)) b = m;
        else a = m + 1;
      }
      const box = this.#boxes[a] as Box;
      const p = Float64Array.from(box.lower, (lo, i) => {
        const hi = box.upper[i] as number;
        const v = lo + rng.next() * (hi - lo);
        return (this.#axes[i] as Axis).snap(v < hi ? v : lo);
      });
      let refusals = box.refusals;
      for (const c of box.undecided) if (value(c, p) <= 0) refusals++;
      if (refusals <= this.#relaxChecks) return p;
    }
    throw new Error("too many");
  }
}

function value({ trees, nodes, constant }: UndecidedClassifier, point: Float64Array): number {
  const { feature, threshold, left, value } = trees;
  let sum = constant;
  for (let i = 0; i < nodes.length; i++) {
    let node = nodes[i] as number;
    for (let axis = feature[node] as number; axis >= 0; axis = feature[node] as number) {
      node = (left[node] as number) + ((point[axis] as number) < (threshold[node] as number) ? 0 : 1);
    }
    sum += value[node] as number;
  }
  return sum;
}
