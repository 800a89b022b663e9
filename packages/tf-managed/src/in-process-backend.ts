import { type EvaluatorBackend, inlineBackend, type ObjectiveContext, type Outcome } from "@shac/core";
import { type EvaluationRuntime, loadObjective } from "@shac/threading";
import { createTfRuntime, type TfRuntimeOptions } from "./entry/tf-runtime.js";
import type { TfContext } from "./managed-session.js";

type TfRuntime = EvaluationRuntime<TfContext>;

/** There is one engine in a process, so evaluations of all backends queue here. */
let queue: Promise<unknown> = Promise.resolve();
/** Ends the last session, if its objective has not; it may have been left behind, still running, after an abort. */
let endLast: () => Promise<unknown> = async () => {};

/** Sessions in this process, one at a time; for debugging. */
export function inProcessBackend(options: TfRuntimeOptions): EvaluatorBackend {
  let loading: Promise<TfRuntime> | undefined;
  const inline = inlineBackend(async (params, base) => {
    const objective = await loadObjective(options.moduleUrl);
    const runtime = await (loading as Promise<TfRuntime>);
    return evaluate((context) => objective(params as never, context), base, runtime);
  });
  return {
    ...inline,
    async open(study, capacity) {
      await loadObjective(options.moduleUrl);
      loading ??= createTfRuntime(options, 0);
      await loading;
      await inline.open(study, capacity);
    },
    evaluate(request, channel) {
      const evaluation = queue.then(() => inline.evaluate(request, channel));
      queue = evaluation.catch(() => {});
      return evaluation;
    },
  };
}

async function evaluate(
  objective: (context: TfContext) => unknown,
  base: ObjectiveContext,
  runtime: TfRuntime,
): Promise<Outcome> {
  await endLast();
  const { context, end } = await runtime.begin(base);
  let ended: ReturnType<typeof end> | undefined;
  const endOnce = () => {
    ended ??= end();
    return ended;
  };
  endLast = endOnce;
  let outcome: Outcome;
  try {
    outcome = (await objective(context)) as Outcome;
  } finally {
    await endOnce();
  }
  const { attributes = {} } = await endOnce();
  if (typeof outcome === "number") return { value: outcome, attributes };
  // Whatever else it gave is judged as every outcome is.
  if (typeof outcome !== "object" || outcome === null) return outcome;
  return { ...outcome, attributes: { ...outcome.attributes, ...attributes } };
}
