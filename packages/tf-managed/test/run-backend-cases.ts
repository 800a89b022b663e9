import { type BackendHarness, backendCases, caseObjectiveUrl } from "@shac/core/testing";
import { type TfManagedOptions, tfManagedBackend } from "@shac/tf-managed";
import { it } from "vitest";
import type { NativeRuntime } from "./native-runtimes.js";

/**
 * Declares a test for each case of the contract that backends keep.
 * @param only ids of the cases; default: all
 */
export function runBackendCases(
  options: TfManagedOptions,
  { isMissing, needs }: Pick<NativeRuntime, "isMissing" | "needs"> = { isMissing: false, needs: "" },
  gaps: BackendHarness["gaps"] = {},
  only?: readonly string[],
): void {
  const create = ({ concurrency }: { concurrency: number }) =>
    tfManagedBackend(caseObjectiveUrl, { maxGpuEvaluators: 0, maxCpuEvaluators: concurrency, ...options });
  const cases = backendCases({ create, gaps }).filter(({ id }) => only?.includes(id) ?? true);
  for (const { id, title, skip, run } of cases) {
    it.skipIf(isMissing || skip !== undefined)(`${id} ${title} ${skip ?? needs}`, run);
  }
}
