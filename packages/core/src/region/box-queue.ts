import type { Box } from "./box.js";

interface Entry {
  readonly box: Box;
  /** Number of boxes pushed before. */
  readonly order: number;
}

/** Boxes by volume, the biggest first; of equal ones the one that came first. */
export class BoxQueue {
  /** A binary heap. */
  readonly #heap: Entry[] = [];
  #pushed = 0;

  get size(): number {
    return this.#heap.length;
  }

  push(box: Box): void {
    let at = this.#heap.length;
    this.#heap.push({ box, order: this.#pushed++ });
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  /** Takes the first box out; there must be one. */
  pop(): Box {
    this.#swap(0, this.#heap.length - 1);
    const first = this.#heap.pop() as Entry;
    let at = 0;
    for (;;) {
      let next = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < this.#heap.length && this.#isBefore(child, next)) next = child;
      }
      if (next === at) return first.box;
      this.#swap(at, next);
      at = next;
    }
  }

  toArray(): Box[] {
    return this.#heap.map(({ box }) => box);
  }

  #isBefore(a: number, b: number): boolean {
    const first = this.#heap[a] as Entry;
    const second = this.#heap[b] as Entry;
    return first.box.volume === second.box.volume ? first.order < second.order : first.box.volume > second.box.volume;
  }

  #swap(a: number, b: number): void {
    const first = this.#heap[a] as Entry;
    this.#heap[a] = this.#heap[b] as Entry;
    this.#heap[b] = first;
  }
}
