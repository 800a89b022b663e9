import {
  createRng,
  type DrawOptions,
  drawPrediction,
  type JsonObject,
  type JsonValue,
  type ObjectiveContext,
  type Observation,
  type Outcome,
  type ProposalRequest,
  type Sampler,
  type SearchSpace,
  samplerFromJson,
  spaceFromJson,
} from "@shac/core";

/** Observations column by column, as there may be 100,000 of them. */
export interface ObservationColumns {
  readonly number: readonly number[];
  readonly batch: readonly number[];
  readonly loss: readonly number[];
  readonly violation: readonly number[];
  readonly pruned: readonly boolean[];
  /** One point after the other. */
  readonly coordinates: readonly number[];
}

/** A proposal to be made in a worker: all that it depends on, as data. */
export interface GeneratorTask {
  readonly sampler: { readonly name: string; readonly options: JsonObject };
  readonly space: JsonObject;
  readonly request: Omit<ProposalRequest, "space" | "rng" | "signal" | "observations" | "pending">;
  readonly observations: ObservationColumns;
  readonly pending: readonly (readonly number[])[];
  /** Blocks of a prediction, in place of a proposal. */
  readonly draw?: { readonly options: DrawOptions; readonly from: number; readonly to: number };
}

/** What was made last, so that a search goes on from what its sampler has trained. */
let latest: { readonly key: string; readonly sampler: Sampler; readonly space: SearchSpace } | undefined;

function partsOf({ sampler: json, space }: GeneratorTask): { readonly sampler: Sampler; readonly space: SearchSpace } {
  const key = JSON.stringify([json, space]);
  if (latest?.key !== key) latest = { key, sampler: samplerFromJson(json) as Sampler, space: spaceFromJson(space) };
  return latest;
}

function observationsOf(columns: ObservationColumns, dimensions: number): Observation[] {
  const { batch, loss, violation, pruned } = columns;
  const coordinates = Float64Array.from(columns.coordinates);
  return columns.number.map((number, i) => ({
    number,
    batch: batch[i] as number,
    point: coordinates.slice(i * dimensions, (i + 1) * dimensions),
    loss: loss[i] as number,
    violation: violation[i] as number,
    ...(pruned[i] === true && { pruned: true }),
  }));
}

/** A worker's part of `threadedSampler`, as an objective, so that the pool cares for it as for any other. */
async function generate(params: JsonObject, { signal }: ObjectiveContext): Promise<Outcome> {
  const task = params as unknown as GeneratorTask;
  const { sampler, space } = partsOf(task);
  const { seed, batch } = task.request;
  const request: ProposalRequest = {
    ...task.request,
    space,
    observations: observationsOf(task.observations, space.axes.length),
    pending: task.pending.map((point) => Float64Array.from(point)),
    rng: (purpose, index) => createRng(seed, purpose, batch, index),
    signal,
  };
  const { draw } = task;
  const proposal =
    draw === undefined
      ? await sampler.propose(request)
      : { points: await drawPrediction(sampler, request, draw.options, draw.from, draw.to) };
  const points: JsonValue = proposal.points.map((point) => Array.from(point));
  return { value: 0, attributes: { ...(proposal as unknown as JsonObject), points } };
}

// biome-ignore lint/style/noDefaultExport: a worker runs the default export of its module
export default generate;
