import type { Box, UndecidedClassifier } from "./box.js";
import type { SimpleTrees } from "./simple-trees.js";

/**
 * The bounds that a classifier would have on either side of each of its cuts of a box.
 *
 * The cuts that a tree makes along an axis divide the box into slabs. One walk over the leaves gives each slab's least and
 * largest leaf, and running over the slabs from either end gives the tree's range below and above every cut. What all
 * trees take off the bounds is summed as differences from cut to cut.
 */
export class CutEffects {
  /** By cut of the classifier: its bounds below and above. Only cuts inside the box have a meaning. */
  lowBelow: Float64Array = new Float64Array(0);
  highBelow: Float64Array = new Float64Array(0);
  lowAbove: Float64Array = new Float64Array(0);
  highAbove: Float64Array = new Float64Array(0);
  #work = 0;
  /** The cuts that one tree makes in the box, ascending. */
  readonly #cuts: number[] = [];
  #cutCount = 0;
  /** The axes of those cuts, and per axis of the space its slabs: from `#first`, the leaf at hand in `#from` to before `#to`. */
  readonly #axes: number[] = [];
  #axisCount = 0;
  readonly #first: number[] = [];
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  /** By cut the slab that begins there, and the other way round. */
  readonly #slabAt: number[] = [];
  readonly #cutAt: number[] = [];
  readonly #min: number[] = [];
  readonly #max: number[] = [];

  /** Nodes and cuts looked at so far. */
  get work(): number {
    return this.#work;
  }

  measure({ trees, nodes, low, high }: UndecidedClassifier, box: Box): void {
    this.#clear(trees.cutThreshold.length);
    this.#work += trees.cutThreshold.length;
    for (const node of nodes) {
      this.#cutCount = 0;
      this.#collect(trees, node, box);
      this.#layOutSlabs(trees);
      this.#spread(trees, node, box);
      for (let i = 0; i < this.#axisCount; i++) this.#addDifferences(trees, this.#axes[i] as number);
    }
    const { cutsOfAxis } = trees;
    for (let axis = 0; axis + 1 < cutsOfAxis.length; axis++) {
      const from = cutsOfAxis[axis] as number;
      const to = cutsOfAxis[axis + 1] as number;
      sumUp(this.lowBelow, from, to, low);
      sumUp(this.highBelow, from, to, high);
      sumUp(this.lowAbove, from, to, low);
      sumUp(this.highAbove, from, to, high);
    }
  }

  #clear(size: number): void {
    if (this.lowBelow.length < size) {
      this.lowBelow = new Float64Array(size);
      this.highBelow = new Float64Array(size);
      this.lowAbove = new Float64Array(size);
      this.highAbove = new Float64Array(size);
      return;
    }
    this.lowBelow.fill(0, 0, size);
    this.highBelow.fill(0, 0, size);
    this.lowAbove.fill(0, 0, size);
    this.highAbove.fill(0, 0, size);
  }

  /** Puts the cuts below `node` that the box contains into `#cuts`, in ascending order. */
  #collect(trees: SimpleTrees, node: number, box: Box): void {
    this.#work++;
    const axis = trees.feature[node] as number;
    if (axis < 0) return;
    const threshold = trees.threshold[node] as number;
    const child = trees.left[node] as number;
    const hasBelow = (box.lower[axis] as number) < threshold;
    const hasAbove = threshold < (box.upper[axis] as number);
    if (hasBelow) this.#collect(trees, child, box);
    if (hasBelow && hasAbove) this.#insert(trees.cut[node] as number);
    if (hasAbove) this.#collect(trees, child + 1, box);
  }

  /** Puts a cut where it belongs among the others, unless it is there. */
  #insert(cut: number): void {
    const cuts = this.#cuts;
    let at = this.#cutCount;
    while (at > 0 && (cuts[at - 1] as number) > cut) at--;
    if (at > 0 && cuts[at - 1] === cut) return;
    for (let i = this.#cutCount++; i > at; i--) cuts[i] = cuts[i - 1] as number;
    cuts[at] = cut;
  }

  #layOutSlabs(trees: SimpleTrees): void {
    this.#axisCount = 0;
    let axis = -1;
    let slab = 0;
    for (let i = 0; i < this.#cutCount; i++) {
      const cut = this.#cuts[i] as number;
      if (axis < 0 || cut >= (trees.cutsOfAxis[axis + 1] as number)) {
        axis = Math.max(axis, 0);
        while (cut >= (trees.cutsOfAxis[axis + 1] as number)) axis++;
        this.#axes[this.#axisCount++] = axis;
        this.#first[axis] = this.#from[axis] = slab++;
      }
      this.#slabAt[cut] = slab;
      this.#cutAt[slab++] = cut;
      this.#to[axis] = slab;
    }
    for (let i = 0; i < slab; i++) {
      this.#min[i] = Number.POSITIVE_INFINITY;
      this.#max[i] = Number.NEGATIVE_INFINITY;
    }
  }

  /** Counts each leaf in all slabs that it reaches. */
  #spread(trees: SimpleTrees, node: number, box: Box): void {
    this.#work++;
    const axis = trees.feature[node] as number;
    if (axis < 0) {
      const leaf = trees.value[node] as number;
      for (let i = 0; i < this.#axisCount; i++) {
        const other = this.#axes[i] as number;
        for (let slab = this.#from[other] as number; slab < (this.#to[other] as number); slab++) {
          if (leaf < (this.#min[slab] as number)) this.#min[slab] = leaf;
          if (leaf > (this.#max[slab] as number)) this.#max[slab] = leaf;
        }
      }
      return;
    }
    const threshold = trees.threshold[node] as number;
    const child = trees.left[node] as number;
    const hasBelow = (box.lower[axis] as number) < threshold;
    const hasAbove = threshold < (box.upper[axis] as number);
    if (!hasAbove || !hasBelow) {
      this.#spread(trees, hasBelow ? child : child + 1, box);
      return;
    }
    const from = this.#from[axis] as number;
    const to = this.#to[axis] as number;
    const middle = this.#slabAt[trees.cut[node] as number] as number;
    this.#to[axis] = middle;
    this.#spread(trees, child, box);
    this.#to[axis] = to;
    this.#from[axis] = middle;
    this.#spread(trees, child + 1, box);
    this.#from[axis] = from;
  }

  /** Adds by how much the tree's range below, and above, each cut differs from that at the cut before. */
  #addDifferences(trees: SimpleTrees, axis: number): void {
    const firstCut = trees.cutsOfAxis[axis] as number;
    const endCut = trees.cutsOfAxis[axis + 1] as number;
    const first = this.#first[axis] as number;
    const last = (this.#to[axis] as number) - 1;
    let min = this.#min[last] as number;
    let max = this.#max[last] as number;
    for (let slab = last - 1; slab >= first; slab--) {
      const cut = this.#cutAt[slab + 1] as number;
      const newMin = Math.min(min, this.#min[slab] as number);
      const newMax = Math.max(max, this.#max[slab] as number);
      add(this.lowAbove, cut, min - newMin);
      add(this.highAbove, cut, max - newMax);
      min = newMin;
      max = newMax;
    }
    // Now the range is that of the whole tree.
    let minBelow = this.#min[first] as number;
    let maxBelow = this.#max[first] as number;
    add(this.lowBelow, firstCut, minBelow - min);
    add(this.highBelow, firstCut, maxBelow - max);
    for (let slab = first + 1; slab <= last; slab++) {
      const next = (this.#cutAt[slab] as number) + 1;
      if (next === endCut) return;
      const newMin = Math.min(minBelow, this.#min[slab] as number);
      const newMax = Math.max(maxBelow, this.#max[slab] as number);
      add(this.lowBelow, next, newMin - minBelow);
      add(this.highBelow, next, newMax - maxBelow);
      minBelow = newMin;
      maxBelow = newMax;
    }
  }
}

function add(sums: Float64Array, at: number, amount: number): void {
  sums[at] = (sums[at] as number) + amount;
}

/** Turns differences into values that begin at `start`. */
function sumUp(differences: Float64Array, from: number, to: number, start: number): void {
  let sum = start;
  for (let i = from; i < to; i++) {
    sum += differences[i] as number;
    differences[i] = sum;
  }
}
