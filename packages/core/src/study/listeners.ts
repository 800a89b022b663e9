import type { StudyEvents } from "./events.js";
import { messageOf } from "./trial/trial-error.js";

type Listener = (event: never) => unknown;

/** Who listens to a study. A listener that throws is reported once as a notice and never disturbs the search. */
export class Listeners<P> {
  readonly #byEvent = new Map<keyof StudyEvents<P>, Set<Listener>>();
  readonly #reported = new WeakSet<Listener>();

  on<E extends keyof StudyEvents<P>>(event: E, listener: (event: StudyEvents<P>[E]) => void): () => void {
    // Wrapped, so that one function may be registered twice and each registration ended on its own.
    const own: Listener = (value) => listener(value);
    const set = this.#byEvent.get(event) ?? new Set();
    this.#byEvent.set(event, set.add(own));
    return () => set.delete(own);
  }

  emit<E extends keyof StudyEvents<P>>(event: E, value: StudyEvents<P>[E]): void {
    const set = this.#byEvent.get(event);
    if (set === undefined) return;
    for (const listener of set) {
      try {
        const given = listener(value as never);
        if (given instanceof Promise) given.catch((error: unknown) => this.#report(event, listener, error));
      } catch (error) {
        this.#report(event, listener, error);
      }
    }
  }

  #report(event: keyof StudyEvents<P>, listener: Listener, error: unknown): void {
    if (this.#reported.has(listener)) return;
    this.#reported.add(listener);
    const why = messageOf(error);
    this.emit("notice", { message: `A listener for "${event}" threw: ${why}. The search goes on without it.` });
  }
}
