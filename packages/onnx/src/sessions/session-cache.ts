import type { OpenedSession } from "./execution-provider.js";

export interface CacheLimits {
  readonly maxSessions: number;
  readonly maxModelBytes: number;
}

interface KeptSession {
  readonly bytes: number;
  readonly opened: Promise<OpenedSession>;
}

/**
 * Sessions that are kept from one evaluation to the next. Above a limit the least recently used is released first, but none that the
 * running evaluation has loaded.
 */
export class SessionCache {
  readonly #limits: CacheLimits;
  /** The least recently used first. */
  readonly #kept = new Map<string, KeptSession>();
  readonly #inUse = new Set<string>();

  constructor(limits: CacheLimits) {
    this.#limits = limits;
  }

  /** @param bytes size of the model */
  load(key: string, bytes: number, open: () => Promise<OpenedSession>): Promise<OpenedSession> {
    this.#inUse.add(key);
    const kept = this.#kept.get(key) ?? this.#keep(key, bytes, open);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.opened;
  }

  /** The running evaluation has ended. */
  async endUse(): Promise<void> {
    this.#inUse.clear();
    await this.#trim();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#kept.keys()].map((key) => this.#release(key)));
  }

  #keep(key: string, bytes: number, open: () => Promise<OpenedSession>): KeptSession {
    // Room first, so that an old session and the new one are not in memory together.
    const kept = { bytes, opened: this.#trim({ sessions: 1, bytes }).then(open) };
    const forget = () => {
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
    };
    kept.opened.then(({ session }) => {
      const release = session.release.bind(session);
      session.release = () => {
        forget();
        return release();
      };
    }, forget);
    return kept;
  }

  /** @param room kept free for what is about to be opened */
  async #trim(room: { readonly sessions: number; readonly bytes: number } = { sessions: 0, bytes: 0 }): Promise<void> {
    let bytes = room.bytes;
    for (const kept of this.#kept.values()) bytes += kept.bytes;
    let sessions = room.sessions + this.#kept.size;
    for (const [key, kept] of [...this.#kept]) {
      if (sessions <= this.#limits.maxSessions && bytes <= this.#limits.maxModelBytes) return;
      if (this.#inUse.has(key)) continue;
      sessions -= 1;
      bytes -= kept.bytes;
      await this.#release(key);
    }
  }

  async #release(key: string): Promise<void> {
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    // One that could not be opened has nothing to release.
    const opened = await kept?.opened.catch(() => undefined);
    await opened?.session.release();
  }
}
