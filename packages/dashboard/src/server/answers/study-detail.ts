import type { Study } from "@shac/core";
import type { JournalStatus } from "@shac/core/node";
import type { ParameterInfo, StudyDetail } from "../../wire.js";
import type { FollowedStudy } from "../live/followed-study.js";
import { studyEntry } from "./study-entry.js";

/** A study with all that its own page shows but its trials. */
export function studyDetail(followed: FollowedStudy, status: JournalStatus): StudyDetail {
  const { study, header, revision } = followed;
  return {
    ...studyEntry(followed, status),
    id: header.id,
    seed: header.seed,
    batchSize: header.batchSize,
    mode: header.mode,
    samplerOptions: header.sampler.options,
    pruner: header.pruner?.name ?? null,
    constraints: header.constraints ?? null,
    seconds: study.history.seconds,
    parameters: parameterInfos(study),
    metrics: metricNames(followed),
    bestTrial: study.best ?? null,
    batches: study.history.batches,
    stages: study.stages,
    revision,
  };
}

function parameterInfos({ parameters }: Study): readonly ParameterInfo[] {
  return parameters.map(({ name, kind, log, min, max, choices, condition }) => ({
    name,
    kind,
    log,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(choices !== undefined && { choices: choices as NonNullable<ParameterInfo["choices"]> }),
    ...(condition !== undefined && { condition }),
  }));
}

/** Names of all metrics, in the order in which trials first had them. */
export function metricNames(followed: FollowedStudy): readonly string[] {
  return followed.cached("metrics", () => [
    ...new Set(followed.study.trials.flatMap(({ metrics }) => Object.keys(metrics ?? {}))),
  ]);
}
