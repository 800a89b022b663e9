import { InvalidOptionError, ShacError } from "../errors.js";
import { type AcceptedRegion, acceptedRegion } from "../region/accepted-region.js";
import { createRng } from "../rng.js";
import type { StageReport } from "../sampler/sampler.js";
import type { Axis } from "../space/axis.js";
import type { Classifier } from "./classifier.js";

/** Settings of a draw from a cascade. */
export interface CascadeOptions {
  /** Use only the first so many classifiers; default all. */
  readonly maxClassifiers?: number;
  /** How many classifiers may refuse a point: a number, or `true` for the least that leaves anything. Default the sampler's. */
  readonly relaxChecks?: number | true;
}

/** The classifiers trained so far, in order. A point is accepted when every one accepts it. */
export interface Cascade {
  readonly classifiers: readonly Classifier[];
  /** Every stage tried, also those that gave no classifier. */
  readonly stages: readonly StageReport[];
  /** Known points, some of them accepted, for a draw from the region to begin at. */
  readonly starts: readonly Float64Array[];
  /**
   * Where accepted points lie. The regions of fewer classifiers are kept, each being the one before, cut by one more.
   * @throws InvalidOptionError when more classifiers are asked for than there are
   */
  region(options?: CascadeOptions): AcceptedRegion;
}

/** @throws InvalidOptionError when `relaxChecks` is neither `true` nor an integer from 0 */
export function checkRelaxChecks(relaxChecks: number | true): void {
  if (relaxChecks !== true && !(Number.isSafeInteger(relaxChecks) && relaxChecks >= 0)) {
    throw new InvalidOptionError(
      `relaxChecks is ${relaxChecks}; give true, or how many classifiers may refuse, from 0.`,
    );
  }
}

/**
 * The region that `classifiers` leave of the unit cube. With `relaxChecks: true` the least number of refusals is allowed
 * that leaves anything; it never exceeds the number of classifiers, with which everything is accepted.
 *
 * @param starts points of which some may be accepted
 */
export function regionOf(
  axes: readonly Axis[],
  classifiers: readonly Classifier[],
  relaxChecks: number | true,
  starts: readonly Float64Array[],
): AcceptedRegion {
  return new Regions(axes, classifiers, starts).of(classifiers.length, relaxChecks);
}

/** What each number of the first classifiers leaves. */
class Regions {
  readonly #axes: readonly Axis[];
  readonly #classifiers: readonly Classifier[];
  readonly #starts: readonly Float64Array[];
  /** By how many may refuse, then by how many classifiers there are. */
  readonly #known = new Map<number, AcceptedRegion[]>();

  constructor(axes: readonly Axis[], classifiers: readonly Classifier[], starts: readonly Float64Array[]) {
    this.#axes = axes;
    this.#classifiers = classifiers;
    this.#starts = starts;
  }

  of(count: number, relaxChecks: number | true): AcceptedRegion {
    checkRelaxChecks(relaxChecks);
    for (let allowed = relaxChecks === true ? 0 : relaxChecks; ; allowed++) {
      const region = this.#upTo(count, allowed);
      if (relaxChecks !== true || region.volume.lower > 0 || findAccepted(region, this.#starts) !== undefined) {
        return region;
      }
    }
  }

  #upTo(count: number, relaxChecks: number): AcceptedRegion {
    const known = this.#known.get(relaxChecks) ?? [acceptedRegion(this.#axes, { relaxChecks })];
    this.#known.set(relaxChecks, known);
    for (const { trees } of this.#classifiers.slice(known.length - 1, count)) {
      known.push((known.at(-1) as AcceptedRegion).refine(trees));
    }
    return known[count] as AcceptedRegion;
  }
}

/**
 * A point of a region of which no box is certain to hold one; undefined when there seems to be none.
 * @param starts points of which some may be accepted
 */
export function findAccepted(region: AcceptedRegion, starts: readonly Float64Array[]): Float64Array | undefined {
  if (region.volume.upper === 0) return undefined;
  try {
    return region.sample(1, createRng(0, "accepted"), starts).points[0];
  } catch (error) {
    if (ShacError.isInstance(error) && error.code === "empty-region") return undefined;
    throw error;
  }
}

/** What a cascade is made of. */
export interface CascadeParts extends Pick<Cascade, "classifiers" | "stages" | "starts"> {
  /** What all classifiers leave under `relaxChecks`. */
  readonly region: AcceptedRegion;
  readonly relaxChecks: number | true;
}

export function createCascade(axes: readonly Axis[], parts: CascadeParts): Cascade {
  const { classifiers, stages, starts } = parts;
  const regions = new Regions(axes, classifiers, starts);
  return {
    classifiers,
    stages,
    starts,
    region({ maxClassifiers = classifiers.length, relaxChecks = parts.relaxChecks } = {}) {
      if (!(Number.isSafeInteger(maxClassifiers) && maxClassifiers >= 0 && maxClassifiers <= classifiers.length)) {
        throw new InvalidOptionError(
          `maxClassifiers is ${maxClassifiers}, but the cascade has ${classifiers.length}; give a whole number from 0 to that.`,
        );
      }
      if (maxClassifiers === classifiers.length && relaxChecks === parts.relaxChecks) return parts.region;
      return regions.of(maxClassifiers, relaxChecks);
    },
  };
}
