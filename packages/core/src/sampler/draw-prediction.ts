import { EmptyRegionError, InvalidOptionError } from "../errors.js";
import { createRng } from "../rng.js";
import { drawAccepted } from "./draw-accepted.js";
import type { DrawOptions, ProposalRequest, Sampler } from "./sampler.js";
import { drawUniform } from "./uniform-draw.js";

/** Points that are drawn from one stream after the other, so that blocks of so many may be drawn side by side. */
const BLOCK_SIZE = 1000;

/** Streams that a block may have; it needs some hundred at most. */
const STREAMS_PER_BLOCK = 0x10000;

/** How many blocks a prediction of `count` points has. */
export function blocksOf(count: number): number {
  return Math.ceil(count / BLOCK_SIZE);
}

/**
 * The points of some blocks of the `request.count` points that `predict` gives, drawn from what the sampler's cascade
 * accepts. No block depends on another.
 *
 * @param request as for `cascade`, but with the seed of the prediction and the number of finished batches as its batch
 * @param from the first of the blocks, from 0
 * @param to the block after the last, by default all there are
 * @throws InvalidOptionError when more classifiers are asked for than there are; EmptyRegionError
 */
export async function drawPrediction(
  sampler: Sampler,
  request: ProposalRequest,
  { maxClassifiers, relaxChecks }: DrawOptions,
  from = 0,
  to: number = blocksOf(request.count),
): Promise<readonly Float64Array[]> {
  const { space, seed, batch } = request;
  const stream = (index: number) => createRng(seed, "predict", batch, index);
  const cascade = await sampler.cascade?.(request);
  if (cascade === undefined && (maxClassifiers ?? 0) > 0) {
    throw new InvalidOptionError(
      `maxClassifiers is ${maxClassifiers}, but the sampler "${sampler.name}" trains no classifiers; leave it out.`,
    );
  }
  const region = cascade?.region({
    ...(maxClassifiers !== undefined && { maxClassifiers }),
    ...(relaxChecks !== undefined && { relaxChecks }),
  });
  const last = Math.min(request.count, to * BLOCK_SIZE);
  if (cascade === undefined || region === undefined || region.volume.lower === 1) {
    const first = from * BLOCK_SIZE;
    return Array.from({ length: last - first }, (_, i) => drawUniform(space, stream(first + i)));
  }
  const drawn: Float64Array[] = [];
  for (let block = from; block < to; block++) {
    const count = Math.min(BLOCK_SIZE, last - block * BLOCK_SIZE);
    const streams = (round: number) => stream(block * STREAMS_PER_BLOCK + round);
    const { points } = drawAccepted(region, space, count, streams, cascade.starts);
    if (points.length < count) throw tooFew(cascade.classifiers.length, points.length, count);
    drawn.push(...points);
  }
  return drawn;
}

function tooFew(stage: number, found: number, count: number): EmptyRegionError {
  return new EmptyRegionError(
    stage,
    `The space's constraints refuse what the classifiers accept: ${found} of ${count} points were found; use fewer classifiers or relax their checks.`,
  );
}
