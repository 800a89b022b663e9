import type { Cascade, CascadeOptions } from "../cascade/cascade.js";
import type { JsonObject } from "../json-value.js";
import type { VolumeBounds } from "../region/volume-bounds.js";
import type { Rng } from "../rng.js";
import type { SearchSpace } from "../space/search-space.js";

/** Proposes points. A pure function of its request: it may cache, it must not remember. */
export interface Sampler {
  readonly name: string;
  /** Journaled; a resume with others is refused. */
  readonly options: JsonObject;
  /** @throws InvalidOptionError before anything is evaluated, when budget and batch size cannot work with it */
  propose(request: ProposalRequest): Proposal | Promise<Proposal>;
  /** What predict() draws from; undefined: no cascade. */
  cascade?(request: ProposalRequest): Cascade | undefined | Promise<Cascade | undefined>;
  /** Draws what `drawPrediction` would, somewhere else; absent: predict() draws in this thread. */
  predict?(request: ProposalRequest, options: DrawOptions): Promise<readonly Float64Array[]>;
}

/** Which part of the space predict() draws from, and where. */
export interface DrawOptions extends CascadeOptions {
  /** How many workers draw at once, for a sampler that has some: that of `threadedSampler`, which says what is the default. */
  readonly workers?: number;
}

export interface ProposalRequest {
  readonly space: SearchSpace<unknown>;
  /** Proposals before this one; in batch mode the number of the batch. */
  readonly batch: number;
  readonly count: number;
  readonly batchSize: number;
  readonly totalBudget: number;
  /** The budget that the study began with, when `totalBudget` was raised since: what was trained under it stays. */
  readonly initialBudget: number;
  /** Batch mode: by number; async: journal order. */
  readonly observations: readonly Observation[];
  /** What is evaluated at the same time: given points of the batch; async: what is running. */
  readonly pending: readonly Float64Array[];
  /** uint32. With it and `batch`, `rng` can be made anew in another thread or process. */
  readonly seed: number;
  /** `createRng(seed, purpose, batch, index)`. */
  rng(purpose: string, index: number): Rng;
  readonly signal: AbortSignal;
}

export interface Observation {
  readonly number: number;
  /** -1 = imported. */
  readonly batch: number;
  /** [0,1)^d, snapped, hidden coordinates kept. */
  readonly point: Float64Array;
  /** Minimised; +Infinity = failed or pruned. */
  readonly loss: number;
  /** Of the constraints on metrics; 0 = feasible. +Infinity for failed and pruned trials of a study with constraints. */
  readonly violation: number;
  /** Given up early, so that nobody knows what it would have come to. */
  readonly pruned?: true;
}

export interface Proposal {
  /** `count` points, fewer only with `stop`; each snapped and admitted by the space. */
  readonly points: readonly Float64Array[];
  /** Every stage tried so far, in order; [] if none. */
  readonly stages: readonly StageReport[];
  /** False when points are not independent and uniform over the accepted region, but of a Markov chain; absent = true. */
  readonly exact?: boolean;
  /** What the user should know about this proposal, a sentence each. */
  readonly notices?: readonly string[];
  readonly stop?: "no-classifier" | "space-exhausted";
}

/** One stage of a cascade. */
export interface StageReport {
  /** From 1, in the order of training. */
  readonly stage: number;
  /** `refused`: training gave no usable classifier; `dropped`: it would have emptied the region. */
  readonly state: "active" | "refused" | "dropped";
  /** Why it was refused or dropped. */
  readonly reason?: string;
  /** Number of points it was trained on. */
  readonly trainedOn: number;
  /** How many of these are no trials, but points that a model imagined and judged; absent = none. */
  readonly imagined?: number;
  /** Mean accuracy over the cross-validation folds, 0 to 1; absent when skipped. */
  readonly accuracy?: number;
  /** Share of the space that all active stages up to this one accept. */
  readonly acceptedVolume: VolumeBounds;
}
