import type { EvaluatorBackend } from "../../backend/evaluator-backend.js";
import { inlineBackend } from "../../backend/inline-backend.js";
import { InvalidOptionError } from "../../errors.js";
import type { SearchSpace } from "../../space/search-space.js";
import type { Objective, Outcome } from "../objective.js";

/** What `fit` evaluates on. @throws InvalidOptionError for what is neither an objective nor a backend that this version can use */
export function backendOf<P>(target: Objective<SearchSpace<P>> | EvaluatorBackend | undefined): EvaluatorBackend {
  if (typeof target === "function") return inlineBackend(target as (params: unknown) => Outcome);
  if (target === undefined) {
    throw new InvalidOptionError("There is nothing to evaluate: give fit an objective or a backend.");
  }
  if (target?.apiVersion !== 1 || typeof target.evaluate !== "function") {
    throw new InvalidOptionError(
      `fit was given ${typeof target === "object" ? "an object that is no backend of version 1" : String(target)}; give an objective or a backend.`,
    );
  }
  return target;
}
