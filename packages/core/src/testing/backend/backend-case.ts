import type { EvaluatorBackend } from "../../backend/evaluator-backend.js";
import type { BackendHarness } from "./backend-harness.js";

/** One check of the `EvaluatorBackend` contract. */
export interface BackendCase {
  readonly id: string;
  readonly title: string;
  /** Why the case does not concern such a backend. */
  appliesTo?(backend: EvaluatorBackend): true | string;
  run(harness: BackendHarness): Promise<void>;
}
