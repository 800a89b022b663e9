/** How long an attempt has been running, and whether that is too long. Time in which nothing can be heard of it is left out. */
export class TimeLimit {
  readonly #limitMs: number | undefined;
  readonly #onOver: () => void;
  #startedAt = performance.now();
  #silentSince: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param limitMs undefined where there is none
   * @param onOver called when it is over, which a blocked event loop puts off
   */
  constructor(limitMs: number | undefined, onOver: () => void) {
    this.#limitMs = limitMs;
    this.#onOver = onOver;
  }

  start(): void {
    this.#startedAt = performance.now();
    this.#arm();
  }

  silence(isSilent: boolean): void {
    if (isSilent === (this.#silentSince !== undefined)) return;
    if (isSilent) {
      clearTimeout(this.#timer);
      this.#silentSince = performance.now();
    } else {
      this.#startedAt += performance.now() - (this.#silentSince as number);
      this.#silentSince = undefined;
      this.#arm();
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  get elapsedMs(): number {
    return (this.#silentSince ?? performance.now()) - this.#startedAt;
  }

  get isOver(): boolean {
    return this.#limitMs !== undefined && this.elapsedMs > this.#limitMs;
  }

  #arm(): void {
    if (this.#limitMs !== undefined)
      this.#timer = setTimeout(this.#onOver, Math.max(this.#limitMs - this.elapsedMs, 0));
  }
}
