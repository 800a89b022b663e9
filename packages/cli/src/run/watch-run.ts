import type { Study, Trial } from "@shac/core";
import type { Output } from "../output/output.js";
import { countFinished } from "../study/study-summary.js";
import { formatBatch } from "./batch-lines.js";
import { FailureLog } from "./failure-log.js";
import { renderFrame } from "./frame.js";
import { LiveDisplay } from "./live-display.js";
import { createRunState, trackRun } from "./run-state.js";

/** What shows a run while it lasts. */
export interface RunWatch {
  /** The run was asked to stop. */
  stopping(): void;
  /** Takes the display away. */
  end(): void;
}

/**
 * Shows a run on the way: a live display in a terminal, a line a batch elsewhere; with `--quiet` nothing. Failures,
 * logs of trials and notices of the study go to standard error.
 */
export function watchRun(study: Study, output: Output): RunWatch {
  if (output.flags.quiet) return { stopping: () => {}, end: () => {} };
  const stops = watchTrials(study, output);
  const end = (): void => {
    for (const stop of stops) stop();
  };
  if (!canShowLive(output)) {
    const finished = countFinished(study.trials);
    if (finished > 0 && finished < study.totalBudget) {
      output.progress(`going on after ${finished} of ${study.totalBudget} evaluations`);
    }
    const numBatches = Math.ceil(study.totalBudget / study.batchSize);
    stops.push(study.on("batch-finished", (summary) => output.progress(formatBatch(summary, numBatches))));
    return { stopping: () => output.notice("Stopping."), end };
  }
  const state = createRunState(study);
  const display = new LiveDisplay(process.stderr, (columns) =>
    renderFrame(state, columns, output.noticeStyle, performance.now()),
  );
  stops.push(...trackRun(study, state, () => display.changed()), () => display.stop());
  display.start([process.stdout, process.stderr]);
  const stopping = (): void => {
    state.isStopping = true;
    display.redraw();
  };
  return { stopping, end };
}

/** The display is on standard error; what a pipe at standard output writes to the same terminal would break it. */
function canShowLive({ flags }: Output): boolean {
  return process.stderr.isTTY && process.env.TERM !== "dumb" && (process.stdout.isTTY || flags.json === true);
}

function watchTrials(study: Study, output: Output): (() => void)[] {
  const failures = new FailureLog();
  const { red, dim, yellow } = output.noticeStyle;
  return [
    study.on("trial-finished", ({ trial }) => {
      if (trial.state !== "failed") return;
      const text = failures.describe(trial as Trial);
      if (text !== undefined) output.notice(red(text));
    }),
    study.on("trial-log", ({ trial, line }) => output.notice(`${dim(`trial ${trial.number}:`)} ${line}`)),
    study.on("trial-lost", ({ trial, message }) => output.notice(yellow(`trial ${trial.number}: ${message}`))),
    study.on("notice", ({ message }) => output.notice(yellow(message))),
  ];
}
