import type { Cascade } from "../../cascade/cascade.js";
import { importance, type ParameterImportance } from "../../importance/importance.js";
import { describeParameters } from "../../space/describe-parameters.js";
import type { StudyCore } from "../study-core.js";
import type { Trial } from "../trial/trial.js";
import { unknownTrial } from "../trial/unknown-trial.js";
import { proposalRequest } from "./proposal-request.js";

/** The work of `Study.cascade`. */
export async function trainedCascade<P>({ state, shape, sampler }: StudyCore<P>): Promise<Cascade | undefined> {
  return sampler.cascade?.(proposalRequest(state, shape, 1));
}

/** The work of `Study.importance`. */
export function studyImportance<P>({ state }: StudyCore<P>): readonly ParameterImportance[] {
  const { header, outcomes, trials } = state;
  const takesPart = (trial: number, parameter: string): boolean =>
    Object.hasOwn((trials[trial] as Trial<P>).params as object, parameter);
  return importance(describeParameters(header.space), outcomes, takesPart);
}

/** The work of `Study.pointOf`. */
export function pointOf<P>(core: StudyCore<P>, trial: number): Float64Array {
  const point = core.state.points[trial];
  if (point === undefined) throw unknownTrial(core, trial);
  return point.slice();
}
