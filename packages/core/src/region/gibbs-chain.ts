import type { Rng } from "../rng.js";
import type { Axis } from "../space/axis.js";
import { accepts } from "../trees/margin.js";
import { ChainClassifier } from "./chain-classifier.js";
import { LineSegments } from "./line-segments.js";
import type { SimpleTrees } from "./simple-trees.js";

/**
 * A Markov chain that leaves the uniform distribution over the accepted points as it is: Gibbs sampling (Geman and Geman
 * 1984), one axis after the other. Trees split one axis at a time, so the accepted part of a line along an axis is a
 * finite set of segments, and each coordinate is drawn from exactly that.
 */
export class GibbsChain {
  readonly #axes: readonly Axis[];
  readonly #trees: readonly SimpleTrees[];
  readonly #classifiers: readonly ChainClassifier[];
  readonly #relaxChecks: number;
  readonly #segments: LineSegments;

  constructor(axes: readonly Axis[], classifiers: readonly SimpleTrees[], relaxChecks: number) {
    this.#axes = axes;
    this.#trees = classifiers;
    this.#classifiers = classifiers.map((trees) => new ChainClassifier(trees, axes.length));
    this.#relaxChecks = relaxChecks;
    this.#segments = new LineSegments(relaxChecks);
  }

  /** Whether at most `relaxChecks` classifiers refuse a snapped point. */
  accepts(point: Float64Array): boolean {
    let refusals = 0;
    for (const trees of this.#trees) {
      if (!accepts(trees, point) && ++refusals > this.#relaxChecks) return false;
    }
    return true;
  }

  /** Where the chain comes in so many sweeps over all axes from an accepted point. */
  walk(from: Float64Array, sweeps: number, rng: Rng): Float64Array {
    const point = from.slice();
    for (const classifier of this.#classifiers) classifier.start(point);
    for (let sweep = 0; sweep < sweeps; sweep++) {
      for (const axis of this.#axes.keys()) this.#redraw(point, axis, rng);
    }
    return point;
  }

  /** Draws one coordinate of `point`, given the others. */
  #redraw(point: Float64Array, i: number, rng: Rng): void {
    const segments = this.#segments;
    segments.reset();
    for (const classifier of this.#classifiers) classifier.refuse(segments, i);
    const to = (this.#axes[i] as Axis).snap(segments.draw(rng));
    if (to === point[i]) return;
    for (const classifier of this.#classifiers) classifier.move(to);
    point[i] = to;
  }
}
