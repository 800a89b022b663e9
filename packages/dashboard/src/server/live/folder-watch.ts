import type { JournalStorage } from "@shac/core/node";
import type { EventHub } from "./event-hub.js";
import { type FollowedStudies, statusOf } from "./followed-studies.js";

const POLL_MS = 1000;
/** A look takes at most this share of the time, on a folder of many studies or a slow disk. */
const SHARE = 0.1;

/** What can change about a study, as text. */
interface Look {
  readonly version: string;
  readonly writer: string;
}

type Looks = ReadonlyMap<string, Look>;

/** Sees studies that come, go, change, begin to run or end, as long as anybody listens. */
export class FolderWatch {
  readonly #studies: FollowedStudies;
  readonly #hub: EventHub;
  /** What was seen last; undefined while nobody listens. */
  #seen: Promise<Looks> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(studies: FollowedStudies, hub: EventHub) {
    this.#studies = studies;
    this.#hub = hub;
  }

  start(): void {
    this.#timer = setTimeout(() => this.#poll(), POLL_MS);
  }

  /** Resolves when every later change will be told to those who listen already. */
  async begin(): Promise<void> {
    this.#seen ??= lookAround(this.#studies.storage);
    await this.#seen;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #poll(): Promise<void> {
    const begin = performance.now();
    this.#studies.sweep();
    if (this.#hub.listeners === 0) this.#seen = undefined;
    else await this.#compare();
    if (this.#isClosed) return;
    const pause = Math.max(POLL_MS, (performance.now() - begin) / SHARE);
    this.#timer = setTimeout(() => this.#poll(), pause);
  }

  async #compare(): Promise<void> {
    const before = await (this.#seen ?? lookAround(this.#studies.storage));
    this.#seen = lookAround(this.#studies.storage);
    const now = await this.#seen;
    for (const name of before.keys()) {
      if (!now.has(name)) this.#hub.publish({ type: "removed", data: { name } });
    }
    await Promise.all(
      [...now].map(async ([name, look]) => {
        const earlier = before.get(name);
        const hasOtherWriter = earlier?.writer !== look.writer;
        if (hasOtherWriter || earlier?.version !== look.version) await this.#tell(name, hasOtherWriter);
      }),
    );
  }

  async #tell(name: string, hasOtherWriter: boolean): Promise<void> {
    let revision = 0;
    try {
      const study = await this.#studies.open(name);
      if (hasOtherWriter) study.touch();
      revision = study.revision;
    } catch {
      // Whoever asks for it is told why it cannot be read.
    }
    this.#hub.publish({ type: "changed", data: { name, revision } });
  }
}

/** Empty where the folder cannot be read: whoever asks for the list is told why. */
async function lookAround(storage: JournalStorage): Promise<Looks> {
  const names = await storage.list().catch(() => []);
  return new Map(
    await Promise.all(names.map(async (name): Promise<[string, Look]> => [name, await look(storage, name)])),
  );
}

async function look(storage: JournalStorage, name: string): Promise<Look> {
  try {
    const status = await statusOf(storage, name);
    return { version: `${status?.version}`, writer: JSON.stringify(status?.writer) };
  } catch (error) {
    return { version: String(error), writer: "" };
  }
}
