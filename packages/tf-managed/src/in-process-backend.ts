import {
  type EvaluationChannel,
  type EvaluatorBackend,
  inlineBackend,
  type ObjectiveContext,
  type Outcome,
} from "@shac/core";
import { type EvaluationRuntime, loadObjective } from "@shac/threading";
import { createTfRuntime, type TfRuntimeOptions } from "./entry/tf-runtime.js";
import type { TfContext } from "./session/managed-session.js";

type TfRuntime = EvaluationRuntime<TfContext>;

/** There is one engine in a process, so evaluations of all backends queue here. */
let queue: Promise<unknown> = Promise.resolve();
/** Ends the last session, if its objective has not; it may have been left behind, still running, after an abort. */
let endLast: () => Promise<unknown> = async () => {};

/** Sessions in this process, one at a time; for debugging. */
export function inProcessBackend(options: TfRuntimeOptions): EvaluatorBackend {
  let loading: Promise<TfRuntime> | undefined;
  /** Of the evaluation that is about to begin. */
  let onAttributes: EvaluationChannel["onAttributes"] = () => {};
  const inline = inlineBackend(async (params, base) => {
    const tell = onAttributes;
    const objective = await loadObjective(options.moduleUrl);
    const runtime = await (loading as Promise<TfRuntime>);
    return evaluate((context) => objective(params as never, context), base, runtime, tell);
  });
  return {
    ...inline,
    async open(study, capacity) {
      await loadObjective(options.moduleUrl);
      loading ??= createTfRuntime(options, 0);
      const { notice } = await loading;
      if (notice !== undefined) study.notice?.(notice);
      await inline.open(study, capacity);
    },
    evaluate(request, channel) {
      const evaluation = queue.then(() => {
        onAttributes = channel.onAttributes;
        return inline.evaluate(request, channel);
      });
      queue = evaluation.catch(() => {});
      return evaluation;
    },
  };
}

async function evaluate(
  objective: (context: TfContext) => unknown,
  base: ObjectiveContext,
  runtime: TfRuntime,
  onAttributes: EvaluationChannel["onAttributes"],
): Promise<Outcome> {
  await endLast();
  const { context, end } = await runtime.begin(base);
  let ended: Promise<void> | undefined;
  const endOnce = (): Promise<void> => {
    ended ??= end().then(({ attributes = {} }) => onAttributes(attributes));
    return ended;
  };
  endLast = endOnce;
  try {
    // Whatever it gives is judged as every outcome is.
    return (await objective(context)) as Outcome;
  } finally {
    await endOnce();
  }
}
