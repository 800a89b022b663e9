import type { Rng } from "../rng.js";

/** Which part of a line through the cube at most so many classifiers refuse: disjoint segments [start, end), ascending. */
export class LineSegments {
  readonly #mostRefusals: number;
  #starts: number[] = [];
  #ends: number[] = [];
  #refusals: number[] = [];
  #count = 0;
  // What becomes of them while one classifier's refusals are taken in; `#next` is the first one not yet dealt with.
  #newStarts: number[] = [];
  #newEnds: number[] = [];
  #newRefusals: number[] = [];
  #newCount = 0;
  #next = 0;

  constructor(mostRefusals: number) {
    this.#mostRefusals = mostRefusals;
  }

  /** Where the first segment starts. */
  get start(): number {
    return this.#starts[0] as number;
  }

  /** Where the last segment ends. */
  get end(): number {
    return this.#ends[this.#count - 1] as number;
  }

  /** Makes it the whole line [0, 1), refused by none. */
  reset(): void {
    this.#starts[0] = 0;
    this.#ends[0] = 1;
    this.#refusals[0] = 0;
    this.#count = 1;
  }

  /** One more classifier refuses [from, to). Its refusals come in ascending order, then `endClassifier`. */
  refuse(from: number, to: number): void {
    this.#copyUntil(from, 0);
    this.#copyUntil(to, 1);
  }

  endClassifier(): void {
    this.#copyUntil(1, 0);
    [this.#starts, this.#newStarts] = [this.#newStarts, this.#starts];
    [this.#ends, this.#newEnds] = [this.#newEnds, this.#ends];
    [this.#refusals, this.#newRefusals] = [this.#newRefusals, this.#refusals];
    this.#count = this.#newCount;
    this.#newCount = 0;
    this.#next = 0;
  }

  /** A uniform draw; there must be a segment. */
  draw(rng: Rng): number {
    let length = 0;
    for (let i = 0; i < this.#count; i++) length += (this.#ends[i] as number) - (this.#starts[i] as number);
    let rest = rng.next() * length;
    for (let i = 0; i < this.#count - 1; i++) {
      const segment = (this.#ends[i] as number) - (this.#starts[i] as number);
      if (rest < segment) return this.#within(i, rest);
      rest -= segment;
    }
    return this.#within(this.#count - 1, rest);
  }

  /** The sum may round up to the end, which is not part of the segment. */
  #within(i: number, offset: number): number {
    const start = this.#starts[i] as number;
    const at = start + offset;
    return at < (this.#ends[i] as number) ? at : start;
  }

  #copyUntil(limit: number, moreRefusals: number): void {
    for (; this.#next < this.#count; this.#next++) {
      const start = this.#starts[this.#next] as number;
      if (start >= limit) return;
      const end = this.#ends[this.#next] as number;
      const refusals = (this.#refusals[this.#next] as number) + moreRefusals;
      if (refusals <= this.#mostRefusals) {
        this.#newStarts[this.#newCount] = start;
        this.#newEnds[this.#newCount] = Math.min(end, limit);
        this.#newRefusals[this.#newCount++] = refusals;
      }
      if (end > limit) {
        this.#starts[this.#next] = limit;
        return;
      }
    }
  }
}
