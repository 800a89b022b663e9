import type { StudyRecord } from "@shac/core";

/** How an attempt at a trial ended. "stopped": it was cut off with the run, and has no outcome. */
export type AttemptEnd = "running" | "complete" | "failed" | "pruned" | "lost" | "stopped";

/** One attempt at a trial, as the records tell of it. */
export interface Attempt {
  readonly trial: number;
  readonly attempt: number;
  /** Absent for what was asked for by hand. */
  readonly workerId?: number;
  readonly host?: string;
  /** Milliseconds since 1970. */
  readonly startedMs: number;
  end: AttemptEnd;
  /** Known from its outcome; for a lost or stopped one the time of the next thing that is known to have happened. */
  endedMs: number | undefined;
  /** How it was lost. */
  lost?: string;
}

/** When, where and how trials were evaluated, and what they reported: what a study itself does not keep. */
export class Evaluations {
  /** In the order in which they started. */
  readonly attempts: Attempt[] = [];
  readonly #byTrial = new Map<number, Attempt[]>();
  /** By trial: step, value, step, value ... */
  readonly #reports = new Map<number, number[]>();
  /** Lost ones whose time of death is not known yet. */
  #dying: Attempt[] = [];
  retries = 0;
  lost = 0;

  add(record: StudyRecord): void {
    switch (record.type) {
      case "started":
        this.#start(record.trial, record.attempt, record.at, record);
        break;
      case "asked":
        this.#start(record.trial, record.attempt, record.at, {});
        break;
      case "report":
        this.#report(record.trial, record.step, record.value);
        break;
      case "lost":
        this.#lose(record.trial, record.message);
        break;
      case "retried":
        this.retries += record.trials.length;
        break;
      case "finished": {
        const attempt = this.attemptsAt(record.trial).at(-1);
        if (attempt?.end === "running") {
          attempt.end = record.state;
          attempt.endedMs = attempt.startedMs + record.elapsedMs;
        }
        break;
      }
    }
  }

  /** In their order; none before it started. */
  attemptsAt(trial: number): readonly Attempt[] {
    return this.#byTrial.get(trial) ?? [];
  }

  reportsOf(trial: number): { readonly step: number; readonly value: number }[] {
    const packed = this.#reports.get(trial) ?? [];
    return Array.from({ length: packed.length / 2 }, (_, i) => ({
      step: packed[2 * i] as number,
      value: packed[2 * i + 1] as number,
    }));
  }

  #start(trial: number, attempt: number, at: string, where: { workerId?: number; host?: string }): void {
    const startedMs = Date.parse(at);
    for (const dead of this.#dying) dead.endedMs = Math.max(dead.startedMs, startedMs);
    this.#dying = [];
    const { workerId, host } = where;
    // Whoever starts where somebody is running took the place of one that was cut off.
    const before = this.attemptsAt(trial).at(-1);
    if (before?.end === "running") this.#stop(before, startedMs);
    const own: Attempt = {
      trial,
      attempt,
      ...(workerId !== undefined && { workerId }),
      ...(host !== undefined && { host }),
      startedMs,
      end: "running",
      endedMs: undefined,
    };
    this.attempts.push(own);
    const all = this.#byTrial.get(trial);
    if (all === undefined) this.#byTrial.set(trial, [own]);
    else all.push(own);
  }

  #stop(attempt: Attempt, atMs: number): void {
    attempt.end = "stopped";
    attempt.endedMs = Math.max(attempt.startedMs, atMs);
  }

  #lose(trial: number, message: string): void {
    this.lost++;
    this.retries++;
    const attempt = this.attemptsAt(trial).at(-1);
    if (attempt?.end !== "running") return;
    attempt.end = "lost";
    attempt.lost = message;
    this.#dying.push(attempt);
  }

  /** An attempt may begin again: what it reports holds from that step on. */
  #report(trial: number, step: number, value: number): void {
    const packed = this.#reports.get(trial) ?? [];
    this.#reports.set(trial, packed);
    while (packed.length > 0 && (packed[packed.length - 2] as number) >= step) packed.length -= 2;
    packed.push(step, value);
  }
}
