import type { Rng } from "../rng.js";
import type { Axis } from "../space/axis.js";
import type { Box, UndecidedClassifier } from "./box.js";

/** Draws from disjoint boxes by rejection: what it accepts is uniform over the accepted points in them. */
export class BoxSampler {
  /** Coordinates drawn and trees evaluated so far. */
  work = 0;
  readonly #axes: readonly Axis[];
  readonly #boxes: readonly Box[];
  readonly #relaxChecks: number;
  /** Volume of the boxes up to and with each. */
  readonly #volumeUpTo: Float64Array;

  /** @param boxes at least one */
  constructor(axes: readonly Axis[], boxes: readonly Box[], relaxChecks: number) {
    this.#axes = axes;
    this.#boxes = boxes;
    this.#relaxChecks = relaxChecks;
    this.#volumeUpTo = new Float64Array(boxes.length);
    let volume = 0;
    for (const [i, box] of boxes.entries()) {
      volume += box.volume;
      this.#volumeUpTo[i] = volume;
    }
  }

  /** A snapped point, or undefined when the draw is rejected. */
  propose(rng: Rng): Float64Array | undefined {
    const box = this.#boxes[this.#pick(rng)] as Box;
    const point = new Float64Array(this.#axes.length);
    for (const [i, axis] of this.#axes.entries()) {
      const low = box.lower[i] as number;
      const high = box.upper[i] as number;
      const at = low + rng.next() * (high - low);
      // The product may round up to the upper side, which is not part of the box. Sides lie on cell edges, so that the
      // centre of a cell is on the same side of them as the whole cell.
      point[i] = axis.snap(at < high ? at : low);
    }
    this.work += point.length;
    let refusals = box.refusals;
    for (const classifier of box.undecided) {
      this.work += classifier.nodes.length;
      if (marginAt(classifier, point) <= 0 && ++refusals > this.#relaxChecks) return undefined;
    }
    return point;
  }

  /** Number of a box, drawn by volume. */
  #pick(rng: Rng): number {
    const last = this.#boxes.length - 1;
    const at = rng.next() * (this.#volumeUpTo[last] as number);
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at < (this.#volumeUpTo[middle] as number)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function marginAt({ trees, nodes, constant }: UndecidedClassifier, point: Float64Array): number {
  const { feature, threshold, left, value } = trees;
  let margin = constant;
  for (let node of nodes) {
    for (let axis = feature[node] as number; axis >= 0; axis = feature[node] as number) {
      node = (left[node] as number) + ((point[axis] as number) < (threshold[node] as number) ? 0 : 1);
    }
    margin += value[node] as number;
  }
  return margin;
}
