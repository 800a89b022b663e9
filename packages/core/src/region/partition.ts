import { Bounds, type UndecidedClassifier, type Verdict } from "./bounds.js";
import { type Box, moveSide, volumeBetween } from "./box.js";
import { BoxQueue } from "./box-queue.js";
import { CutChooser } from "./choose-cut.js";
import type { SimpleTrees } from "./simple-trees.js";

/** Cutting stops when the undecided boxes have at most this share of the accepted volume. */
const UNDECIDED_SHARE = 0.02;

/** Nodes looked at per classifier before cutting stops. */
const WORK_LIMIT = 4_000_000;
const SIZE_LIMIT = 400_000;

/** Whether every point of the box is accepted by all but `relaxChecks` classifiers. */
export function isAccepted({ refusals, undecided }: Box, relaxChecks: number): boolean {
  return refusals + undecided.length <= relaxChecks;
}

/**
 * The boxes of a region after one more classifier: refused ones are gone, undecided ones cut further, biggest first, until
 * little is undecided or the work is too much.
 */
export function refineBoxes(boxes: readonly Box[], trees: SimpleTrees, relaxChecks: number): readonly Box[] {
  const partition = new Partition(relaxChecks);
  for (const box of boxes) partition.judge(box, trees);
  partition.cutUndecided();
  return partition.boxes();
}

class Partition {
  readonly #relaxChecks: number;
  readonly #bounds = new Bounds();
  readonly #chooser = new CutChooser();
  readonly #accepted: Box[] = [];
  readonly #undecided = new BoxQueue();
  #size = 0;
  #acceptedVolume = 0;
  #undecidedVolume = 0;

  constructor(relaxChecks: number) {
    this.#relaxChecks = relaxChecks;
  }

  judge(box: Box, trees: SimpleTrees): void {
    const verdict = this.#bounds.judge(trees, box);
    if (verdict === "accepts") this.#add(box);
    else if (verdict !== "refuses") this.#add({ ...box, undecided: [...box.undecided, verdict] });
    else if (box.refusals < this.#relaxChecks) this.#add({ ...box, refusals: box.refusals + 1 });
  }

  cutUndecided(): void {
    while (
      this.#undecided.size > 0 &&
      this.#undecidedVolume > UNDECIDED_SHARE * this.#acceptedVolume &&
      this.#bounds.work + this.#chooser.work < WORK_LIMIT &&
      this.#size < SIZE_LIMIT
    ) {
      const box = this.#undecided.pop();
      this.#undecidedVolume -= box.volume;
      this.#size -= sizeOf(box);
      this.#cut(box);
    }
  }

  boxes(): readonly Box[] {
    return [...this.#accepted, ...this.#undecided.toArray()];
  }

  #cut(box: Box): void {
    const { axis, threshold } = this.#chooser.choose(box);
    const upper = moveSide(box.upper, axis, threshold);
    const lower = moveSide(box.lower, axis, threshold);
    const below = new Half(box.refusals);
    const above = new Half(box.refusals);
    for (const classifier of box.undecided) {
      const [verdictBelow, verdictAbove] = this.#bounds.judgeHalves(classifier, box, axis, upper, lower);
      below.add(verdictBelow);
      above.add(verdictAbove);
      if (Math.min(below.refusals, above.refusals) > this.#relaxChecks) return;
    }
    this.#addHalf(box.lower, upper, below);
    this.#addHalf(lower, box.upper, above);
  }

  #addHalf(lower: readonly number[], upper: readonly number[], { refusals, undecided }: Half): void {
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

/** What is known of one of the two boxes that a cut makes. */
class Half {
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

function sizeOf({ undecided }: Box): number {
  let size = 20;
  for (const { nodes } of undecided) size += 10 + nodes.length;
  return size;
}
