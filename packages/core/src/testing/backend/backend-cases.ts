import type { ConformanceCase } from "../conformance-case.js";
import { within } from "../within.js";
import type { BackendHarness } from "./backend-harness.js";
import { cancellationCases } from "./cancellation.js";
import { failureCases } from "./failures.js";
import { lifecycleCases } from "./lifecycle.js";
import { resultCases } from "./results.js";
import { studyCases } from "./study-cases.js";

/**
 * The `EvaluatorBackend` contract as cases, for any test runner. `isolation` and `cancellation` of the backend choose
 * which apply; the rest, and the harness' declared gaps, carry a reason in `skip`.
 *
 * @example
 * for (const { id, title, skip, run } of backendCases({ create: () => inlineBackend(caseObjective) })) {
 *   it.skipIf(skip !== undefined)(`${id} ${title}`, run);
 * }
 */
export function backendCases(harness: BackendHarness): readonly ConformanceCase[] {
  const probe = harness.create({ concurrency: 1 });
  return [...resultCases, ...failureCases, ...cancellationCases, ...lifecycleCases, ...studyCases].map(
    ({ id, title, appliesTo, run }) => {
      const applies = appliesTo?.(probe) ?? true;
      const skip = harness.gaps?.[id] ?? (applies === true ? undefined : applies);
      const bounded = (): Promise<void> => within(harness.timeoutMs ?? 30_000, run(harness));
      return { id, title, ...(skip === undefined ? {} : { skip }), run: bounded };
    },
  );
}
