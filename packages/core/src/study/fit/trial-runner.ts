import type { EvaluatorBackend, PruneBound } from "../../backend/evaluator-backend.js";
import { trialSeed } from "../../rng.js";
import type { StudyCore } from "../study-core.js";
import { finishTrial } from "../trial/finish-trial.js";
import { checkMetrics, type Ending, finishedRecord } from "../trial/finished-record.js";
import { loseTrial } from "../trial/lose-trial.js";
import type { Trial } from "../trial/trial.js";
import { messageOf } from "../trial/trial-error.js";
import { AttemptLog } from "./attempt-log.js";
import { Evaluation } from "./evaluation.js";
import { FailureLimit } from "./failure-limit.js";
import type { FitOptions } from "./fit-options.js";
import type { StopSwitch } from "./stop-switch.js";

/** Takes single trials through their evaluation: started, reported, lost or finished, each kept and then announced. */
export class TrialRunner<P> {
  readonly #core: StudyCore<P>;
  readonly #backend: EvaluatorBackend;
  readonly #options: FitOptions;
  readonly #halt: StopSwitch;
  readonly #clock: () => number;
  readonly #failures: FailureLimit;
  readonly #running = new Set<Evaluation>();
  #isLogLost = false;
  /** The pruner's rule for the batch that is being evaluated. */
  pruning: readonly PruneBound[] = [];

  /** @param clock milliseconds for which the study has been running */
  constructor(
    core: StudyCore<P>,
    backend: EvaluatorBackend,
    options: FitOptions,
    halt: StopSwitch,
    clock: () => number,
  ) {
    this.#core = core;
    this.#backend = backend;
    this.#options = options;
    this.#halt = halt;
    this.#clock = clock;
    this.#failures = new FailureLimit(options.maxFailures);
    halt.signal.addEventListener("abort", () => {
      for (const evaluation of this.#running) evaluation.stop(halt.signal.reason);
    });
  }

  /**
   * One attempt at a trial. Never rejects: what is neither the objective's fault nor a lost worker ends the search.
   * @returns `again` when its worker was lost and another attempt is due, or when it was handed back
   */
  async run(number: number): Promise<"done" | "again"> {
    try {
      const log = this.#openLog(this.#trial(number));
      const evaluation = this.#start(this.#trial(number), log);
      this.#running.add(evaluation);
      // The objective may have had the search stopped before its first await.
      if (this.#halt.stop !== undefined) evaluation.stop(this.#halt.signal.reason);
      const settlement = await evaluation.settled.finally(() => this.#running.delete(evaluation));
      if (log !== undefined) await this.#closeLog(log);
      if (settlement.kind === "stopped") return "done";
      if (settlement.kind === "handed-back") {
        this.#takeBack(number, settlement.error.message);
        return "again";
      }
      if (settlement.kind === "lost" && this.#trial(number).attempt <= (this.#options.retries ?? 2)) {
        await loseTrial(this.#core, number, settlement.error.message);
        return "again";
      }
      await this.#finish(number, settlement);
    } catch (error) {
      this.#halt.fail("failed", error);
    }
    return "done";
  }

  /** To be called with the trials of a finished batch. */
  judgeBatch(trials: readonly Trial<P>[]): void {
    const anyComplete = this.#core.state.observations.some(({ loss }) => loss < Infinity);
    const error = this.#failures.judge(trials, anyComplete);
    if (error !== undefined) this.#halt.fail("failed", error);
  }

  #trial(number: number): Trial<P> {
    return this.#core.state.trials[number] as Trial<P>;
  }

  #openLog({ number, attempt }: Trial<P>): AttemptLog | undefined {
    const { logs } = this.#core;
    return logs && new AttemptLog(logs, number, attempt);
  }

  /** No search is ended for what a trial printed. */
  async #closeLog(log: AttemptLog): Promise<void> {
    try {
      await log.end();
    } catch (error) {
      if (!this.#isLogLost) this.#core.events.emit("notice", { message: messageOf(error) });
      this.#isLogLost = true;
    }
  }

  #start({ number, attempt, params }: Trial<P>, log: AttemptLog | undefined): Evaluation {
    const { header } = this.#core.state;
    const request = {
      studyId: header.id,
      trial: number,
      attempt,
      params: params as Trial["params"],
      seed: trialSeed(header.seed, number),
      pruning: this.pruning,
    };
    const { events } = this.#core;
    const hooks = {
      onStart: (where: { readonly workerId: number; readonly host?: string }) => {
        this.#note({ type: "started", trial: number, attempt, ...where, at: new Date().toISOString() });
        events.emit("trial-started", { trial: this.#trial(number), ...where });
      },
      onReport: ({ step, value }: { readonly step: number; readonly value: number }) => {
        this.#note({ type: "report", trial: number, step, value });
        events.emit("trial-reported", { trial: this.#trial(number), step, value });
      },
      onLog: (line: string) => {
        log?.line(line);
        events.emit("trial-log", { trial: this.#trial(number), line });
      },
      onStuck: () => {
        const message = `Trial ${number} has not ended 4 s after it was told to; it may still be running.`;
        events.emit("notice", { message });
      },
    };
    return new Evaluation(this.#backend, request, hooks, this.#options.timeoutMs);
  }

  /** Nothing is decided upon these records, so nobody waits until they are kept. */
  #note(record: Parameters<StudyCore<P>["append"]>[0]): void {
    this.#core.state.apply(record);
    this.#core.append(record).catch((error: unknown) => this.#halt.fail("failed", error));
  }

  /** Nothing was decided, so nothing is kept: a study that is resumed makes the same attempt as well. */
  #takeBack(number: number, message: string): void {
    this.#core.state.forgetRunning([number]);
    this.#core.events.emit("trial-lost", { trial: this.#trial(number), message });
  }

  async #finish(number: number, ending: Ending): Promise<void> {
    const checked = checkMetrics(ending, this.#core.state.constraints);
    const record = finishedRecord(this.#trial(number), checked, this.#clock());
    this.#checkLimits(await finishTrial(this.#core, record), checked);
  }

  #checkLimits(trial: Trial<P>, ending: Ending): void {
    if (ending.kind !== "result") {
      const error = this.#failures.count(trial, ending.error);
      if (error !== undefined) this.#halt.fail("failed", error);
    }
    if (reachesTarget(this.#core, this.#options.targetValue)) this.#halt.end("target-reached");
  }
}

/** Whether the best value is at least as good as `target`. */
export function reachesTarget<P>({ state }: StudyCore<P>, target: number | undefined): boolean {
  return target !== undefined && state.best !== undefined && !state.isBetter(target, state.best.value as number);
}
