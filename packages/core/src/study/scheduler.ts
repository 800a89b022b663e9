/** Evaluates trials on as many slots as a backend has, lowest number first. */
export class Scheduler {
  readonly #evaluate: (trial: number) => Promise<"done" | "again">;
  #slots = 0;
  #running = 0;
  #stopped = false;
  /** Trials to be started, in order; those before `#next` were. */
  #queue: readonly number[] = [];
  #next = 0;
  #again: number[] = [];
  #idle: () => void = () => {};

  /** @param evaluate takes one slot until it resolves; must not reject. `again`: its worker was lost. */
  constructor(evaluate: (trial: number) => Promise<"done" | "again">) {
    this.#evaluate = evaluate;
  }

  /** From 0; fewer than before takes effect as evaluations end. */
  set slots(slots: number) {
    this.#slots = slots;
    this.#fill();
  }

  /** Resolves when every trial is done, or after `stop` when those that were running are. */
  run(trials: readonly number[]): Promise<void> {
    this.#queue = trials;
    this.#next = 0;
    this.#again = [];
    return new Promise((resolve) => {
      this.#idle = resolve;
      this.#fill();
    });
  }

  /** Starts no further trial. */
  stop(): void {
    this.#stopped = true;
    this.#fill();
  }

  #fill(): void {
    while (!this.#stopped && this.#running < this.#slots) {
      const trial = this.#again.shift() ?? this.#queue[this.#next];
      if (trial === undefined) break;
      if (trial === this.#queue[this.#next]) this.#next++;
      this.#running++;
      this.#evaluate(trial).then((end) => this.#release(trial, end));
    }
    const waiting = !this.#stopped && (this.#again.length > 0 || this.#next < this.#queue.length);
    if (this.#running === 0 && !waiting) this.#idle();
  }

  #release(trial: number, end: "done" | "again"): void {
    this.#running--;
    if (end === "again") this.#again.push(trial);
    this.#fill();
  }
}
