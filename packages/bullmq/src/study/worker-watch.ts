import type { WorkerRecord } from "../wire/worker-record.js";
import { decodeWorker } from "../wire/worker-record.js";

interface Watched {
  record: WorkerRecord;
  /** The look at which its beat was last seen to be a new one. */
  changedAt: number;
  /** Its beat was new at a look, or young when this first saw it. */
  isAlive: boolean;
}

/**
 * Which workers are alive, from one look at their records after the other. Time is counted in looks, so that a Redis that
 * does not answer makes nobody lost, and no two clocks are compared.
 */
export class WorkerWatch {
  readonly #fingerprint: string;
  readonly #lostAfterLooks: number;
  readonly #lostAfterMs: number;
  readonly #workers = new Map<string, Watched>();
  looks = 0;
  /** The last look at which a worker without a record may be one whose record expired while Redis was away. */
  #patientUntil = 0;

  constructor(fingerprint: string, lostAfterMs: number, lookMs: number) {
    this.#fingerprint = fingerprint;
    this.#lostAfterMs = lostAfterMs;
    this.#lostAfterLooks = Math.ceil(lostAfterMs / lookMs);
  }

  /**
   * @param now time of Redis in milliseconds
   * @param records what Redis has of every worker: name, record, name, record ...
   */
  look(now: number, records: readonly string[]): void {
    this.looks++;
    const present = new Set<string>();
    for (let i = 1; i < records.length; i += 2) {
      const record = decodeWorker(records[i] as string);
      if (record === undefined) continue;
      present.add(record.name);
      const known = this.#workers.get(record.name);
      if (known === undefined) {
        const isAlive = now - record.at <= this.#lostAfterMs;
        this.#workers.set(record.name, { record, changedAt: this.looks, isAlive });
      } else if (known.record.beat !== record.beat) {
        Object.assign(known, { record, changedAt: this.looks, isAlive: true });
      } else if (this.isLost(known.changedAt)) {
        known.isAlive = false;
      }
    }
    for (const name of this.#workers.keys()) {
      if (!present.has(name) && this.looks > this.#patientUntil) this.#workers.delete(name);
    }
  }

  /** Redis is back: its workers have as long to say so as they have for any sign of life. */
  beginAgain(): void {
    this.#patientUntil = this.looks + this.#lostAfterLooks;
  }

  /** Whether a sign of life at that look is too long ago. */
  isLost(look: number): boolean {
    return this.looks - look >= this.#lostAfterLooks;
  }

  /** Whether a worker said since the last look that it holds a job. */
  claims(worker: string, job: string): boolean {
    const known = this.#workers.get(worker);
    return known?.changedAt === this.looks && known.isAlive && known.record.running.includes(job);
  }

  /** Evaluations at once of all that are alive. */
  get slots(): number {
    return this.#serving(true).reduce((sum, { record }) => sum + record.slots, 0);
  }

  /** How many are alive and serve studies of another fingerprint. */
  get strangers(): number {
    return this.#serving(false).length;
  }

  /** Names of those that were lost. */
  get lost(): readonly string[] {
    return [...this.#workers.values()].filter(({ isAlive }) => !isAlive).map(({ record }) => record.name);
  }

  #serving(mine: boolean): readonly Watched[] {
    return [...this.#workers.values()].filter(
      ({ isAlive, record }) => isAlive && (record.fingerprint === this.#fingerprint) === mine,
    );
  }
}
