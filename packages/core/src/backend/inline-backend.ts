import { BackendClosedError, InvalidOptionError } from "../errors.js";
import type { ObjectiveContext, Outcome } from "../study/objective.js";
import { createContext } from "./evaluation-context.js";
import type {
  EvaluationChannel,
  EvaluationRequest,
  EvaluationResult,
  EvaluatorBackend,
  StudyIdentity,
} from "./evaluator-backend.js";
import { runObjective } from "./run-objective.js";

export interface InlineOptions {
  /** How many evaluations of an asynchronous objective may overlap, from 1. Default 1. */
  readonly concurrency?: number;
}

/** Milliseconds an objective has to settle after an abort before its slot is given to another. */
const GRACE_MS = 4500;

/** Milliseconds after which timers, signals and listeners get their turn between evaluations that never wait. */
const BREATH_MS = 10;

/**
 * Runs the objective in this process. An abort only asks it to end, through `context.signal`; one that does not within
 * 4.5 s is left behind, still running, and its slot goes to the next trial. Nothing can interrupt an objective that neither
 * returns nor awaits: use threads or processes for those.
 *
 * @throws InvalidOptionError when `concurrency` is no integer of at least 1
 */
export function inlineBackend<P>(
  objective: (params: P, context: ObjectiveContext) => Outcome | Promise<Outcome>,
  { concurrency = 1 }: InlineOptions = {},
): EvaluatorBackend {
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    throw new InvalidOptionError(`concurrency is ${String(concurrency)}; give an integer of at least 1.`);
  }
  let study: StudyIdentity | undefined;
  /** Also held by objectives that were left behind. */
  const workerIds = new Set<number>();
  const pending = new Set<(error: unknown) => void>();
  let lastBreath = performance.now();

  const evaluate = async (request: EvaluationRequest, channel: EvaluationChannel): Promise<EvaluationResult> => {
    if (performance.now() - lastBreath > BREATH_MS) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      lastBreath = performance.now();
    }
    if (study === undefined) throw new BackendClosedError("inline");
    channel.signal.throwIfAborted();
    const workerId = lowestFree(workerIds);
    workerIds.add(workerId);
    const { artifacts } = study;
    const context = createContext(request, channel, workerId, artifacts && ((trial) => artifacts.path(trial)));
    channel.onStart({ workerId });
    const work = runObjective((params) => objective(params as P, context), request.params, context).finally(() =>
      workerIds.delete(workerId),
    );
    return settleInTime(work, channel, pending);
  };

  return {
    apiVersion: 1,
    name: "inline",
    isolation: "none",
    cancellation: "cooperative",
    async open(identity, capacity) {
      study = identity;
      capacity(concurrency);
    },
    evaluate,
    async close() {
      study = undefined;
      for (const reject of pending) reject(new BackendClosedError("inline"));
    },
  };
}

/** `work`, or the signal's reason once it is aborted: when `work` ends, but after the time of grace at the latest. */
function settleInTime(
  work: Promise<EvaluationResult>,
  { signal }: EvaluationChannel,
  pending: Set<(error: unknown) => void>,
): Promise<EvaluationResult> {
  return new Promise<EvaluationResult>((resolve, reject) => {
    let grace: ReturnType<typeof setTimeout> | undefined;
    const finish = () => {
      clearTimeout(grace);
      signal.removeEventListener("abort", onAbort);
      pending.delete(reject);
    };
    const onAbort = () => {
      grace = setTimeout(() => {
        finish();
        reject(signal.reason);
      }, GRACE_MS);
    };
    pending.add(reject);
    signal.addEventListener("abort", onAbort);
    // The objective may have aborted it before its first await.
    if (signal.aborted) onAbort();
    work.finally(finish).then(
      (result) => (signal.aborted ? reject(signal.reason) : resolve(result)),
      (error: unknown) => reject(signal.aborted ? signal.reason : error),
    );
  });
}

function lowestFree(taken: ReadonlySet<number>): number {
  let id = 0;
  while (taken.has(id)) id++;
  return id;
}
