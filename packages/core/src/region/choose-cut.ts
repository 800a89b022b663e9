import type { Box, UndecidedClassifier } from "./box.js";
import { CutEffects } from "./cut-effects.js";

/** Where a box is cut in two. */
export interface Cut {
  readonly axis: number;
  readonly threshold: number;
}

/**
 * Finds where to cut a box: at that threshold of the classifier closest to refusing the box at which the expected width
 * of its bounds falls most; a part that is decided has no width.
 */
export class CutChooser {
  readonly #effects: CutEffects = new CutEffects();

  /** Nodes and cuts looked at so far. */
  get work(): number {
    return this.#effects.work;
  }

  choose(box: Box): Cut {
    const classifier = closestToRefusing(box.undecided);
    const effects = this.#effects;
    effects.measure(classifier, box);
    const { cutThreshold, cutsOfAxis } = classifier.trees;
    let best: Cut = { axis: -1, threshold: 0 };
    let bestWidth = Number.POSITIVE_INFINITY;
    for (let axis = 0; axis < box.lower.length; axis++) {
      const from = box.lower[axis] as number;
      const to = box.upper[axis] as number;
      for (let cut = cutsOfAxis[axis] as number; cut < (cutsOfAxis[axis + 1] as number); cut++) {
        const threshold = cutThreshold[cut] as number;
        if (threshold <= from) continue;
        if (threshold >= to) break;
        const below = openWidth(effects.lowBelow[cut] as number, effects.highBelow[cut] as number);
        const above = openWidth(effects.lowAbove[cut] as number, effects.highAbove[cut] as number);
        const width = ((threshold - from) * below + (to - threshold) * above) / (to - from);
        if (width < bestWidth) {
          bestWidth = width;
          best = { axis, threshold };
        }
      }
    }
    return best;
  }
}

function openWidth(low: number, high: number): number {
  return low > 0 || high <= 0 ? 0 : high - low;
}

function closestToRefusing(classifiers: readonly UndecidedClassifier[]): UndecidedClassifier {
  let closest = classifiers[0] as UndecidedClassifier;
  for (const classifier of classifiers) {
    if (classifier.high * (closest.high - closest.low) < closest.high * (classifier.high - classifier.low)) {
      closest = classifier;
    }
  }
  return closest;
}
