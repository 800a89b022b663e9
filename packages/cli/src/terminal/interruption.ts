/** A second press comes later; a signal sooner than that is the first one, passed on by a parent such as npm. */
const SAME_PRESS_MS = 200;

/** Any delay that a timer takes. */
const KEEP_ALIVE_MS = 3_600_000;

/**
 * Turns SIGINT and SIGTERM into an abort, and a second one into an immediate end. Keeps the process alive meanwhile,
 * though an objective may wait for something that never comes.
 */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #listener: () => void;
  readonly #keepAlive = setInterval(() => {}, KEEP_ALIVE_MS);
  #since: number | undefined;

  /**
   * @param onFirst called when the work is asked to stop
   * @param onSecond called when the user does not want to wait for that
   */
  constructor(onFirst: () => void, onSecond: () => void) {
    this.#listener = () => {
      const now = performance.now();
      if (this.#since === undefined) {
        this.#since = now;
        this.#controller.abort();
        onFirst();
      } else if (now - this.#since > SAME_PRESS_MS) {
        onSecond();
      }
    };
    process.on("SIGINT", this.#listener);
    process.on("SIGTERM", this.#listener);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#keepAlive);
    process.off("SIGINT", this.#listener);
    process.off("SIGTERM", this.#listener);
  }
}
