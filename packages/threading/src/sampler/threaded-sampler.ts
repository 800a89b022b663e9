import { availableParallelism } from "node:os";
import {
  BackendError,
  blocksOf,
  drawPrediction,
  InvalidOptionError,
  type JsonObject,
  type Proposal,
  type ProposalRequest,
  type Sampler,
  samplerFromJson,
} from "@shac/core";
import type { GeneratorTask } from "../entry/generator.js";
import { workerCount } from "../options.js";
import { Generators } from "./generators.js";

/** From this batch on, counted from 1, there are twice as many generators. */
const DOUBLED_FROM = 10;

/** Settings of `threadedSampler`. */
export interface GeneratorOptions {
  /**
   * How many threads propose and predict at once, from 1; -1: as many as there are cores. From the tenth batch on twice as
   * many. Default: as many as a batch has points, but not more than there are cores.
   */
  readonly generators?: number;
  /** Leave it at `generators` from the tenth batch on. Default false. */
  readonly limitMemory?: boolean;
}

/** A sampler whose threads can be ended. */
export interface ThreadedSampler extends Sampler {
  /** Ends the threads, which keep no program from ending. A proposal after it starts others. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Moves proposing and predicting to worker threads, so that training does not hold up the thread of the search. Points, name and
 * options are those of `sampler`: a study may go on with one or the other. Whatever a thread cannot do is done in the calling
 * thread: for a space with `where` constraints or kinds of one's own, which are functions, or when a thread is lost.
 *
 * A batch is one thread's work. A prediction is cut into blocks of 1,000 points, which are drawn side by side.
 *
 * @param sampler of @shac/core: what `shacSampler`, `shacGpSampler` or `randomSampler` gave
 * @throws InvalidOptionError for another sampler, or settings out of range
 */
export function threadedSampler(sampler: Sampler, options: GeneratorOptions = {}): ThreadedSampler {
  const { generators, limitMemory = false } = options;
  if (samplerFromJson(sampler) === undefined) {
    throw new InvalidOptionError(
      `threadedSampler was given the sampler "${sampler.name}", which a thread cannot make anew; give what shacSampler, shacGpSampler or randomSampler returns.`,
    );
  }
  const wanted = generators === undefined ? undefined : workerCount(generators, "generators");
  const threads = new Generators();
  const atOnce = ({ batchSize, observations }: ProposalRequest): number => {
    const count = wanted ?? Math.min(batchSize, availableParallelism());
    const isDoubled = !limitMemory && observations.length >= (DOUBLED_FROM - 1) * batchSize;
    return isDoubled ? 2 * count : count;
  };
  return {
    name: sampler.name,
    options: sampler.options,
    async propose(request): Promise<Proposal> {
      try {
        const answer = await threads.run(taskOf(sampler, request), atOnce(request), request.signal);
        return { ...(answer as unknown as Proposal), points: pointsOf(answer) };
      } catch (error) {
        request.signal.throwIfAborted();
        const proposal = await sampler.propose(request);
        if (!(error instanceof BackendError)) return proposal;
        const notice = `This proposal was made in the main thread: ${error.message}`;
        return { ...proposal, notices: [...(proposal.notices ?? []), notice] };
      }
    },
    async predict(request, draw): Promise<readonly Float64Array[]> {
      const workers = draw.workers === undefined ? atOnce(request) : workerCount(draw.workers);
      try {
        const parts = splitBlocks(blocksOf(request.count), workers).map(([from, to]) =>
          threads.run(taskOf(sampler, request, { options: draw, from, to }), workers, request.signal),
        );
        return (await Promise.all(parts)).flatMap(pointsOf);
      } catch {
        return drawPrediction(sampler, request, draw);
      }
    },
    ...(sampler.cascade && { cascade: sampler.cascade.bind(sampler) }),
    close: () => threads.close(),
    [Symbol.asyncDispose]: () => threads.close(),
  };
}

function taskOf(
  { name, options }: Sampler,
  { space, rng: _rng, signal: _signal, observations, pending, ...request }: ProposalRequest,
  draw?: GeneratorTask["draw"],
): GeneratorTask {
  return {
    sampler: { name, options },
    space: space.toJSON(),
    request,
    observations: {
      number: observations.map(({ number }) => number),
      batch: observations.map(({ batch }) => batch),
      loss: observations.map(({ loss }) => loss),
      violation: observations.map(({ violation }) => violation),
      pruned: observations.map(({ pruned = false }) => pruned),
      coordinates: observations.flatMap(({ point }) => Array.from(point)),
    },
    pending: pending.map((point) => Array.from(point)),
    ...(draw && { draw }),
  };
}

function pointsOf({ points }: JsonObject): Float64Array[] {
  return (points as readonly (readonly number[])[]).map((point) => Float64Array.from(point));
}

/** Runs of blocks, as even as can be: for each its first, and the one after its last. */
function splitBlocks(blocks: number, parts: number): [from: number, to: number][] {
  const runs = Math.min(blocks, parts);
  const edge = (i: number) => Math.round((i * blocks) / runs);
  return Array.from({ length: runs }, (_, i) => [edge(i), edge(i + 1)]);
}
