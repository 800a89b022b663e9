import { randomUUID } from "node:crypto";

/** At most two events a second a study. */
const PAUSE_MS = 500;
/** Studies whose latest event is kept for those who come back. */
const KEPT = 10_000;

export interface StudyEvent {
  /** Rises with every event of this server, after its name. */
  readonly id: string;
  readonly type: "changed" | "removed";
  readonly data: { readonly name: string; readonly revision?: number };
}

type News = Omit<StudyEvent, "id">;

/** Tells whoever listens that studies have changed. Only the latest event of a study matters, so none waits for another. */
export class EventHub {
  /** Of this server, so that ids of an earlier one are not taken for ours. */
  readonly #epoch = randomUUID();
  #sequence = 0;
  readonly #subscriptions = new Set<Subscription>();
  /** By study, oldest first. */
  readonly #latest = new Map<string, { readonly sequence: number; readonly event: StudyEvent }>();
  /** By study: what is to be sent when the pause is over. */
  readonly #pauses = new Map<string, { readonly timer: NodeJS.Timeout; next: News | undefined }>();

  get listeners(): number {
    return this.#subscriptions.size;
  }

  publish(news: News): void {
    const { name } = news.data;
    const pause = this.#pauses.get(name);
    if (pause !== undefined) pause.next = news;
    else this.#send(news);
  }

  /**
   * Events from now on, and those missed since `lastEventId`.
   * @param name of one study; absent: all
   */
  subscribe(name: string | undefined, lastEventId: string | undefined): Subscription {
    const subscription = new Subscription(name, (ended) => this.#subscriptions.delete(ended));
    this.#subscriptions.add(subscription);
    const [epoch, sequence] = lastEventId?.split(":") ?? [];
    if (epoch === this.#epoch) {
      for (const latest of this.#latest.values()) {
        if (latest.sequence > Number(sequence)) subscription.give(latest.event);
      }
    }
    return subscription;
  }

  close(): void {
    for (const { timer } of this.#pauses.values()) clearTimeout(timer);
    for (const subscription of this.#subscriptions) subscription.close();
  }

  #send(news: News): void {
    const { name } = news.data;
    const sequence = ++this.#sequence;
    const event = { ...news, id: `${this.#epoch}:${sequence}` };
    this.#latest.delete(name);
    this.#latest.set(name, { sequence, event });
    const [oldest] = this.#latest.keys();
    if (this.#latest.size > KEPT && oldest !== undefined) this.#latest.delete(oldest);
    for (const subscription of this.#subscriptions) subscription.give(event);
    const timer = setTimeout(() => this.#endPause(name), PAUSE_MS);
    this.#pauses.set(name, { timer, next: undefined });
  }

  #endPause(name: string): void {
    const next = this.#pauses.get(name)?.next;
    this.#pauses.delete(name);
    if (next !== undefined) this.#send(next);
  }
}

/** Events that a client has not been sent yet, the latest of each study. */
export class Subscription {
  readonly #name: string | undefined;
  readonly #onClose: (self: Subscription) => void;
  #waiting = new Map<string, StudyEvent>();
  #wake: () => void = () => {};
  closed = false;

  constructor(name: string | undefined, onClose: (self: Subscription) => void) {
    this.#name = name;
    this.#onClose = onClose;
  }

  give(event: StudyEvent): void {
    const { name } = event.data;
    if (this.#name !== undefined && this.#name !== name) return;
    this.#waiting.delete(name);
    this.#waiting.set(name, event);
    this.#wake();
  }

  /** The events to be sent next; none after `timeoutMs`, or when it is closed. */
  async next(timeoutMs: number): Promise<readonly StudyEvent[]> {
    if (this.#waiting.size === 0 && !this.closed) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const events = [...this.#waiting.values()];
    this.#waiting = new Map();
    return events;
  }

  close(): void {
    this.closed = true;
    this.#onClose(this);
    this.#wake();
  }
}
