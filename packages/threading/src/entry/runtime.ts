import type { JsonObject, ObjectiveContext } from "@shac/core";

/** Default export of a runtime module: runs once per child process; what it returns wraps every evaluation. */
export type CreateRuntime<C extends ObjectiveContext> = (
  options: JsonObject,
  workerId: number,
) => Promise<EvaluationRuntime<C>>;

/** What a worker gives its evaluations beside the context that every objective has. */
export interface EvaluationRuntime<C extends ObjectiveContext> {
  /** Told to the user once, by the first child, such as the device that was found: one line. */
  readonly notice?: string;
  /**
   * Called before each evaluation, within its time limit. A rejection loses the evaluation to another attempt and replaces
   * the child. Let `context` inherit from `base` (`Object.create(base)`): a copy makes the trial's folder.
   */
  begin(base: ObjectiveContext): Promise<{
    readonly context: C;
    /**
     * Always called, also after a throw or an abort that was obeyed. `attributes` are the trial's, whatever its outcome;
     * `recycle` replaces the child before its next evaluation, and so does a rejection.
     */
    end(): Promise<{ readonly attributes?: JsonObject; readonly recycle?: boolean }>;
  }>;
  /** Called when the child is no longer needed; it has half a second. Not called when the child is killed. */
  close(): Promise<void>;
}
