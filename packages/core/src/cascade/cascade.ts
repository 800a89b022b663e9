import { InvalidOptionError } from "../errors.js";
import { type AcceptedRegion, acceptedRegion } from "../region/accepted-region.js";
import type { StageReport } from "../sampler/sampler.js";
import type { Axis } from "../space/axis.js";
import type { Classifier } from "./classifier.js";

/** Settings of a draw from a cascade. */
export interface CascadeOptions {
  /** Use only the first so many classifiers; default all. */
  readonly maxClassifiers?: number;
  /** How many classifiers may refuse a point: a number, or `true` for the least that leaves anything. Default 0. */
  readonly relaxChecks?: number | true;
}

/** The classifiers trained so far, in order. A point is accepted when every one accepts it. */
export interface Cascade {
  readonly classifiers: readonly Classifier[];
  /** Every stage tried, also those that gave no classifier. */
  readonly stages: readonly StageReport[];
  /** Where accepted points lie. @throws InvalidOptionError when more classifiers are asked for than there are */
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
 */
export function regionOf(
  axes: readonly Axis[],
  classifiers: readonly Classifier[],
  relaxChecks: number | true = 0,
): AcceptedRegion {
  checkRelaxChecks(relaxChecks);
  for (let allowed = relaxChecks === true ? 0 : relaxChecks; ; allowed++) {
    let region = acceptedRegion(axes, { relaxChecks: allowed });
    for (const { trees } of classifiers) region = region.refine(trees);
    if (relaxChecks !== true || region.volume.upper > 0) return region;
  }
}

/** The cascade of `classifiers` over `axes`. */
export function createCascade(
  axes: readonly Axis[],
  classifiers: readonly Classifier[],
  stages: readonly StageReport[],
): Cascade {
  return {
    classifiers,
    stages,
    region({ maxClassifiers = classifiers.length, relaxChecks = 0 } = {}) {
      if (!(Number.isSafeInteger(maxClassifiers) && maxClassifiers >= 0 && maxClassifiers <= classifiers.length)) {
        throw new InvalidOptionError(
          `maxClassifiers is ${maxClassifiers}, but the cascade has ${classifiers.length}; give a whole number from 0 to that.`,
        );
      }
      return regionOf(axes, classifiers.slice(0, maxClassifiers), relaxChecks);
    },
  };
}
