import { Bounds, type Verdict } from "./bounds.js";
import type { UndecidedClassifier } from "./box.js";
import { type Box, isAccepted, moveSide, volumeBetween } from "./box.js";
import { BoxQueue } from "./box-queue.js";
import { CutChooser } from "./choose-cut.js";
import type { SimpleTrees } from "./simple-trees.js";

/** Cutting ends when the undecided boxes have at most this share of the accepted volume: a rejected draw in 50. */
const UNDECIDED_SHARE = 0.02;
/** Nodes that cutting may look at for one classifier where nothing else is said: 30 to 60 ms. */
export const WORK_LIMIT = 500_000;
/** What the boxes may hold, in numbers: some 20 MB, and a tenth of a second to judge them for the next classifier. */
const SIZE_LIMIT = 2_000_000;
/** Cuts that decide less than this share of the undecided volume within the limits are in vain and not kept. */
const LEAST_DECIDED = 0.01;

/**
 * The boxes that one more classifier leaves of `boxes`, which are disjoint and still are: refused ones are gone, undecided
 * ones cut, the biggest first, until little is undecided or the limits of work and size are met.
 * @param workLimit nodes that cutting may look at
 */
export function refineBoxes(
  boxes: readonly Box[],
  trees: SimpleTrees,
  relaxChecks: number,
  workLimit: number = WORK_LIMIT,
): readonly Box[] {
  const partition = new Partition(relaxChecks, workLimit);
  for (const box of boxes) partition.judge(box, trees);
  return partition.cut();
}

class Partition {
  readonly #relaxChecks: number;
  readonly #workLimit: number;
  readonly #bounds: Bounds = new Bounds();
  readonly #chooser: CutChooser = new CutChooser();
  readonly #accepted: Box[] = [];
  readonly #undecided: BoxQueue = new BoxQueue();
  #acceptedVolume = 0;
  #undecidedVolume = 0;
  #size = 0;

  constructor(relaxChecks: number, workLimit: number) {
    this.#relaxChecks = relaxChecks;
    this.#workLimit = workLimit;
  }

  judge(box: Box, trees: SimpleTrees): void {
    const verdict = this.#bounds.judge(trees, box);
    // Copied by name: a spread makes objects of another hidden class, and all that works on boxes is compiled again.
    const { lower, upper, volume, refusals, undecided } = box;
    if (verdict === "accepts") this.#add(box);
    else if (verdict !== "refuses") this.#add({ lower, upper, volume, refusals, undecided: [...undecided, verdict] });
    else if (refusals < this.#relaxChecks) this.#add({ lower, upper, volume, refusals: refusals + 1, undecided });
  }

  /** Cuts undecided boxes; returns all boxes. */
  cut(): readonly Box[] {
    const uncut = this.#boxes();
    const uncutVolume = this.#undecidedVolume;
    const workLimit = this.#work + this.#workLimit;
    while (this.#undecided.size > 0 && this.#undecidedVolume > UNDECIDED_SHARE * this.#acceptedVolume) {
      if (this.#work >= workLimit || this.#size >= SIZE_LIMIT) {
        return this.#undecidedVolume > (1 - LEAST_DECIDED) * uncutVolume ? uncut : this.#boxes();
      }
      const box = this.#undecided.pop();
      this.#undecidedVolume -= box.volume;
      this.#size -= sizeOf(box);
      this.#cutBox(box);
    }
    return this.#boxes();
  }

  get #work(): number {
    return this.#bounds.work + this.#chooser.work;
  }

  #boxes(): readonly Box[] {
    return [...this.#accepted, ...this.#undecided.toArray()];
  }

  #cutBox(box: Box): void {
    const { axis, threshold } = this.#chooser.choose(box);
    const middle = { upper: moveSide(box.upper, axis, threshold), lower: moveSide(box.lower, axis, threshold) };
    const below = new PartVerdicts(box.refusals);
    const above = new PartVerdicts(box.refusals);
    for (const classifier of box.undecided) {
      const [verdictBelow, verdictAbove] = this.#bounds.judgeParts(classifier, box, axis, middle);
      below.add(verdictBelow);
      above.add(verdictAbove);
      if (Math.min(below.refusals, above.refusals) > this.#relaxChecks) return;
    }
    this.#addPart(box.lower, middle.upper, below);
    this.#addPart(middle.lower, box.upper, above);
  }

  #addPart(lower: readonly number[], upper: readonly number[], { refusals, undecided }: PartVerdicts): void {
    if (refusals > this.#relaxChecks) return;
    this.#add({ lower, upper, volume: volumeBetween(lower, upper), refusals, undecided });
  }

  #add(box: Box): void {
    this.#size += sizeOf(box);
    if (isAccepted(box, this.#relaxChecks)) {
      this.#accepted.push(box);
      this.#acceptedVolume += box.volume;
    } else {
      this.#undecided.push(box);
      this.#undecidedVolume += box.volume;
    }
  }
}

/** What is known of one part of a box that is being cut. */
class PartVerdicts {
  refusals: number;
  readonly undecided: UndecidedClassifier[] = [];

  constructor(refusals: number) {
    this.refusals = refusals;
  }

  add(verdict: Verdict): void {
    if (verdict === "refuses") this.refusals++;
    else if (verdict !== "accepts") this.undecided.push(verdict);
  }
}

/** About how many numbers a box takes to keep. */
function sizeOf({ lower, undecided }: Box): number {
  let size = 10 + 2 * lower.length;
  for (const { nodes } of undecided) size += 10 + nodes.length;
  return size;
}
