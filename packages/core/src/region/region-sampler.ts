import { EmptyRegionError } from "../errors.js";
import type { Rng } from "../rng.js";
import type { Axis } from "../space/axis.js";
import type { Box } from "./box.js";
import { BoxSampler } from "./box-sampler.js";
import { GibbsChain } from "./gibbs-chain.js";
import { searchAccepted } from "./search-accepted.js";
import type { SimpleTrees } from "./simple-trees.js";

/** Coordinates and trees that rejection may look at for each accepted point: less than a walk of the chain costs. */
const MOST_WORK = 30_000;
/** Sweeps of the chain between two of its points. */
const SWEEPS = 3;

/** Points drawn from a region. */
export interface RegionSample {
  readonly points: readonly Float64Array[];
  /** Independent and uniform; otherwise some come from a Markov chain. */
  readonly exact: boolean;
  /** Draws from the boxes, those that were rejected among them. */
  readonly proposals: number;
}

/** Draws from the accepted part of boxes: by rejection as long as that is cheap, by a Markov chain otherwise. */
export class RegionSampler {
  readonly #axes: readonly Axis[];
  readonly #classifiers: readonly SimpleTrees[];
  readonly #relaxChecks: number;
  readonly #boxes: BoxSampler;

  /** @param boxes at least one */
  constructor(axes: readonly Axis[], classifiers: readonly SimpleTrees[], boxes: readonly Box[], relaxChecks: number) {
    this.#axes = axes;
    this.#classifiers = classifiers;
    this.#relaxChecks = relaxChecks;
    this.#boxes = new BoxSampler(axes, boxes, relaxChecks);
  }

  /** @throws EmptyRegionError when rejection is too dear and no accepted point is found */
  sample(count: number, rng: Rng, starts: readonly Float64Array[]): RegionSample {
    const points: Float64Array[] = [];
    const workBefore = this.#boxes.work;
    let proposals = 0;
    while (points.length < count && this.#boxes.work - workBefore <= MOST_WORK * (points.length + 1)) {
      const point = this.#boxes.propose(rng);
      proposals++;
      if (point !== undefined) points.push(point);
    }
    const missing = count - points.length;
    if (missing === 0) return { points, exact: true, proposals };
    const chain = new GibbsChain(this.#axes, this.#classifiers, this.#relaxChecks);
    const walkers = this.#startWalkers(chain, missing, points, starts, rng);
    for (let i = 0; i < missing; i++) {
      const walker = i % walkers.length;
      const point = chain.walk(walkers[walker] as Float64Array, SWEEPS, rng);
      walkers[walker] = point;
      points.push(point);
    }
    return { points, exact: false, proposals };
  }

  /** At most `most` accepted points, different ones as far as there are. */
  #startWalkers(
    chain: GibbsChain,
    most: number,
    drawn: readonly Float64Array[],
    starts: readonly Float64Array[],
    rng: Rng,
  ): Float64Array[] {
    const walkers = drawn.slice(0, most);
    for (const start of starts) {
      if (walkers.length === most) break;
      if (chain.accepts(start)) walkers.push(start);
    }
    if (walkers.length > 0) return walkers;
    const outcome = searchAccepted(this.#axes, this.#classifiers, this.#relaxChecks, rng);
    if ("points" in outcome) return outcome.points.slice(0, most);
    throw new EmptyRegionError(
      outcome.emptyAt,
      `No point was found that stage ${outcome.emptyAt} and those before it accept; use fewer stages, or let more of them refuse.`,
    );
  }
}
