/** Where trials come from: undefined when there are no more. */
type Source = () => number | undefined | Promise<number | undefined>;

/** Evaluates trials on as many slots as a backend has, in the order in which a source gives them. */
export class Scheduler {
  readonly #evaluate: (trial: number) => Promise<"done" | "again">;
  #slots = 0;
  #running = 0;
  #stopped = false;
  #source: Source = () => undefined;
  /** The source is asked, and has not answered yet. */
  #asking = false;
  /** The source has no more. */
  #dry = true;
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

  /**
   * Resolves when every trial is done, or after `stop` when those that were running are.
   * @param source asked when a slot is free, once at a time; must not reject
   */
  run(source: Source): Promise<void> {
    this.#source = source;
    this.#dry = false;
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
    while (this.#isFree) {
      const trial = this.#again.shift() ?? this.#next();
      if (trial === undefined) break;
      this.#start(trial);
    }
    const done = this.#stopped || (this.#dry && this.#again.length === 0);
    if (this.#running === 0 && !this.#asking && done) this.#idle();
  }

  get #isFree(): boolean {
    return !this.#stopped && !this.#asking && this.#running < this.#slots;
  }

  #next(): number | undefined {
    if (this.#dry) return undefined;
    const given = this.#source();
    if (given instanceof Promise) {
      this.#asking = true;
      given.then((trial) => {
        this.#asking = false;
        this.#dry = trial === undefined;
        // Slots may have been taken away meanwhile.
        if (trial !== undefined) this.#again.push(trial);
        this.#fill();
      });
      return undefined;
    }
    this.#dry = given === undefined;
    return given;
  }

  #start(trial: number): void {
    this.#running++;
    this.#evaluate(trial).then((end) => {
      this.#running--;
      if (end === "again") this.#again.push(trial);
      this.#fill();
    });
  }
}
