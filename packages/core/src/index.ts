export { createContext } from "./backend/evaluation-context.js";
export type {
  EvaluationChannel,
  EvaluationRequest,
  EvaluationResult,
  EvaluatorBackend,
  PruneBound,
  StudyIdentity,
} from "./backend/evaluator-backend.js";
export { type InlineOptions, inlineBackend } from "./backend/inline-backend.js";
export { decodeMessage, encodeMessage } from "./backend/messages.js";
export { OutputLines } from "./backend/output-lines.js";
export { runObjective } from "./backend/run-objective.js";
export { canonicalJson } from "./canonical-json.js";
export type { Cascade, CascadeOptions } from "./cascade/cascade.js";
export type { Classifier } from "./cascade/classifier.js";
export { type TrainingOptions, type TrainingOutcome, trainClassifier } from "./cascade/train-classifier.js";
export {
  BackendClosedError,
  BackendError,
  EmptyRegionError,
  EvaluationError,
  FAILURE_REASONS,
  type FailureReason,
  InvalidOptionError,
  InvalidSpaceError,
  MissingDependencyError,
  ShacError,
  type ShacErrorOptions,
  StorageError,
  StudyLockedError,
  StudyMismatchError,
  TooManyFailuresError,
  TrialStateError,
} from "./errors.js";
export { fingerprint } from "./fingerprint.js";
export type { ParameterImportance } from "./importance/importance.js";
export type { JsonObject, JsonValue } from "./json-value.js";
export { type MedianPrunerOptions, medianPruner } from "./pruner/median-pruner.js";
export type { Pruner, ReportedTrial, TrialReport } from "./pruner/pruner.js";
export { type SuccessiveHalvingPrunerOptions, successiveHalvingPruner } from "./pruner/successive-halving-pruner.js";
export { type AcceptedRegion, type AcceptedRegionOptions, acceptedRegion } from "./region/accepted-region.js";
export type { RegionMap } from "./region/region-map.js";
export type { RegionSample } from "./region/region-sampler.js";
export type { VolumeBounds } from "./region/volume-bounds.js";
export { createRng, type Rng, trialSeed } from "./rng.js";
export { blocksOf, drawPrediction } from "./sampler/draw-prediction.js";
export { randomSampler } from "./sampler/random-sampler.js";
export type { DrawOptions, Observation, Proposal, ProposalRequest, Sampler, StageReport } from "./sampler/sampler.js";
export { samplerFromJson } from "./sampler/sampler-from-json.js";
export { shacGpSampler } from "./sampler/shac-gp-sampler.js";
export { type ShacSamplerOptions, shacSampler } from "./sampler/shac-sampler.js";
export type { Axis } from "./space/axis.js";
export { boolean, categorical, ordinal } from "./space/categorical.js";
export { customParameter, type ParameterKind } from "./space/custom-parameter.js";
export type { ParameterDescription } from "./space/describe-parameters.js";
export { describeSpace } from "./space/describe-space.js";
export { float } from "./space/float.js";
export { int } from "./space/int.js";
export { normal } from "./space/normal.js";
export type { RangeOptions } from "./space/number-range.js";
export type {
  JsonScalar,
  Parameter,
  ParameterValue,
  ScalarParameter,
  ValueAxis,
  VectorParameter,
} from "./space/parameter.js";
export { type ParameterSpace, searchSpace } from "./space/parameter-space.js";
export type { ParamsFrom, WithConditional } from "./space/params-from.js";
export type { ParamsOf, SearchSpace } from "./space/search-space.js";
export { type SpaceFromJsonOptions, spaceFromJson } from "./space/space-from-json.js";
export { vector } from "./space/vector.js";
export { memoryStorage } from "./storage/memory-storage.js";
export type { FinishedRecord, ProposedRecord, StudyHeader, StudyRecord } from "./storage/records.js";
export type { ReadOptions, StudyStorage, StudyWriter, TrialDirectories } from "./storage/study-storage.js";
export type { MetricConstraints } from "./study/constraints.js";
export { defineStudy, type StudyDefinition, type StudyOptions } from "./study/define-study.js";
export type { StudyEvents } from "./study/events.js";
export type { FitOptions } from "./study/fit/fit-options.js";
export type { BatchSummary, History, StopReason } from "./study/history.js";
export type { Objective, ObjectiveContext, Outcome } from "./study/objective.js";
export type { PredictOptions } from "./study/propose/predict.js";
export type { RestoreOptions } from "./study/saved/open-core.js";
export type { FollowOptions } from "./study/state/follow-state.js";
export type { AskOptions, ToldFailure, ToldPruned } from "./study/steer/ask-tell.js";
export type { FitDatasetOptions, GivenResult } from "./study/steer/given-results.js";
export { Study } from "./study/study.js";
export type { OpenOptions } from "./study/study-core.js";
export type { Trial, TrialError, TrialState } from "./study/trial/trial.js";
export { errorFrom, trialErrorOf } from "./study/trial/trial-error.js";
export type { BoosterOptions } from "./trees/booster-options.js";
export { trainBoostedTrees } from "./trees/boosting.js";
export { ensembleFromJson, ensembleToJson } from "./trees/json.js";
export { accepts, margin } from "./trees/margin.js";
export { exactLeaf, type TreeEnsemble } from "./trees/tree-ensemble.js";
