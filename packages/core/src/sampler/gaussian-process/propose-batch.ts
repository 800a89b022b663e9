import type { Rng } from "../../rng.js";
import type { Axis } from "../../space/axis.js";
import type { Observation } from "../sampler.js";
import { categoryChanges, cross, mutate } from "./breeding.js";
import {
  type Appetite,
  type Candidate,
  CandidatePool,
  type ScoredCandidate,
  type SeenPoint,
} from "./candidate-pool.js";
import type { FittedModels } from "./fitted-models.js";
import { keyOf, type ModelSpace } from "./model-space.js";
import { polish } from "./polish.js";
import type { Posterior } from "./posterior.js";

const UNIFORM = 60;
const MUTANTS = 80;
const PARENTS = 10;
const MATES = 20;
/** Bred anew before each pick, from the best candidates so far. */
const BRED = 24;
const BREEDERS = 8;
/** Changes of one category that are looked at together, and how many times for a pick, while its best candidate gets better. */
const CHANGES = 32;
const SWEEPS = 3;
/** Draws that constraints or known points may refuse, as a multiple of what is wanted. */
const PATIENCE = 5;
/** Larger batches are picked in parts of so many at most: the cost of a pick grows with the square of those before it. */
const PART = 100;
/** Picks that trust the model less than so much are left to the doubter. */
const DOUBT = 0.5;

/** What a batch is picked from. */
export interface BatchRequest {
  readonly space: ModelSpace;
  readonly models: FittedModels;
  /** What the models were trained on, in that order. */
  readonly trained: readonly Observation[];
  /** Everything observed. */
  readonly observations: readonly Observation[];
  readonly pending: readonly Float64Array[];
  readonly count: number;
  readonly rng: Rng;
}

/**
 * Picks up to `count` points, each by the expected improvement given the data and the picks before it. The first picks of a
 * batch weigh uncertainty up to three times as much as the model says, on the scale that was not warped; the last fifth
 * takes the model at its word, and is climbed to the top of what it promises. Categories spread points by themselves: where
 * there are some, the last half is climbed, along them first. Fewer points only where no more can be found that are admitted and new.
 *
 * A batch of more than 100 is picked in equal parts that do not learn of each other, and differ by their candidates.
 */
export function proposeBatch(request: BatchRequest): Float64Array[] {
  const { count } = request;
  const parts = Math.ceil(count / PART);
  const points: Float64Array[] = [];
  for (let part = 0; part < parts; part++) {
    const size = Math.ceil((count * (part + 1)) / parts) - Math.ceil((count * part) / parts);
    points.push(...proposePart({ ...request, count: size }, points));
  }
  return points;
}

function proposePart(request: BatchRequest, earlier: readonly Float64Array[]): Float64Array[] {
  const { count, rng } = request;
  const start = rng.next();
  const trusts = Array.from({ length: count }, (_, pick) => Math.min(1, (pick + start) / (0.8 * count)));
  const doubting = trusts.filter((trust) => trust < DOUBT);
  const trusting = trusts.slice(doubting.length);
  const { models } = request;
  const points = doubting.length === 0 ? [] : pickPoints(request, models.doubter, [], doubting, earlier);
  if (trusting.length > 0) points.push(...pickPoints(request, models.posterior, points, trusting, earlier));
  return points;
}

function pickPoints(
  request: BatchRequest,
  posterior: Posterior,
  before: readonly Float64Array[],
  trusts: readonly number[],
  earlier: readonly Float64Array[],
): Float64Array[] {
  const { pending, space } = request;
  const taken = [...pending, ...before];
  const pool = new CandidatePool(posterior, taken.length + trusts.length);
  for (const point of taken) pool.pick(pool.candidate(point, space.see(point)));
  const source = new CandidateSource(request, pool, [...taken, ...earlier]);
  source.fill();
  const leastToClimb = space.categorical.includes(1) ? DOUBT : 1;
  const points: Float64Array[] = [];
  for (const trust of trusts) {
    const appetite: Appetite = { head: trust < 0.25 ? "plain" : "warped", inflation: 1 + 2 * (1 - trust) };
    const old = pool.candidates.length;
    const breeders = pool.top(BREEDERS, appetite);
    source.breed(breeders.map(({ candidate }) => candidate));
    const bred = better(breeders[0], pool.top(1, appetite, old)[0]);
    if (bred === undefined) break;
    const climbs = trust >= leastToClimb;
    const found = climbs ? source.sweep(bred, appetite) : bred.candidate;
    const best = climbs ? polish(pool, space, found, appetite, request.rng) : found;
    points.push(best.point);
    pool.pick(best);
    source.exclude(found);
  }
  return points;
}

function better(a: ScoredCandidate | undefined, b: ScoredCandidate | undefined): ScoredCandidate | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.score > a.score ? b : a;
}

/** Finds candidates that are admitted and, where values are exact, new. */
class CandidateSource {
  readonly #request: BatchRequest;
  readonly #pool: CandidatePool;
  /** Keys of points that are not worth another look; undefined where any point is. */
  readonly #known: Set<string> | undefined;

  constructor(request: BatchRequest, pool: CandidatePool, taken: readonly Float64Array[]) {
    this.#request = request;
    this.#pool = pool;
    const { space, observations } = request;
    if (space.discrete && pool.posterior.exact) {
      const points = [...observations.map(({ point }) => point), ...taken];
      this.#known = new Set(points.map((point) => keyOf(space.see(point))));
    }
  }

  /** The candidates that a batch begins with. */
  fill(): void {
    const { trained, rng, space } = this.#request;
    const axes = space.space.axes;
    this.#add(UNIFORM, () => space.space.snap(Float64Array.from(axes, () => rng.next())));
    const { means } = this.#pool.posterior.warped;
    const order = Array.from(means.keys()).sort((a, b) => (means[a] as number) - (means[b] as number) || a - b);
    const best = order.slice(0, MATES).map((index) => (trained[index] as Observation).point);
    this.#add(MUTANTS, () => this.#child(best.slice(0, PARENTS), best));
  }

  breed(parents: readonly Candidate[]): void {
    if (parents.length === 0) return;
    const points = parents.map(({ point }) => point);
    this.#add(BRED, () => this.#child(points, points));
  }

  /** Changes categories one by one for as long as that makes the candidate better. */
  sweep(from: ScoredCandidate, appetite: Appetite): Candidate {
    const { rng, space } = this.#request;
    let best = from;
    for (let round = 0; round < SWEEPS; round++) {
      const old = this.#pool.candidates.length;
      const changed = categoryChanges(space.space, best.candidate.point, CHANGES, rng);
      this.#pool.add(changed.flatMap((point) => this.#admitted(point) ?? []));
      const next = this.#pool.top(1, appetite, old)[0];
      if (next === undefined || next.score <= best.score) break;
      best = next;
    }
    return best.candidate;
  }

  /** Takes a picked candidate out, and in a discrete exact space all that are equal to it. */
  exclude(picked: Candidate): void {
    const { candidates } = this.#pool;
    const key = keyOf(picked.seen);
    this.#known?.add(key);
    const kept = candidates.filter(
      (candidate) => candidate !== picked && !(this.#known && keyOf(candidate.seen) === key),
    );
    candidates.splice(0, candidates.length, ...kept);
  }

  #child(parents: readonly Float64Array[], mates: readonly Float64Array[]): Float64Array {
    const { rng, space } = this.#request;
    const parent = this.#forget(parents[rng.below(parents.length)] as Float64Array);
    if (rng.next() < 0.5) return mutate(space.space, parent, rng);
    const mate = this.#forget(mates[rng.below(mates.length)] as Float64Array);
    return mutate(space.space, cross(space.space, parent, mate, rng), rng);
  }

  /** The point with coordinates that take no part drawn anew: what they were says nothing. */
  #forget(point: Float64Array): Float64Array {
    const { rng, space } = this.#request;
    return point.map((u, i) => (space.space.isActive(point, i) ? u : (space.space.axes[i] as Axis).snap(rng.next())));
  }

  #add(wanted: number, draw: () => Float64Array): void {
    const added: SeenPoint[] = [];
    for (let attempt = 0; attempt < PATIENCE * wanted && added.length < wanted; attempt++) {
      const point = this.#admitted(draw());
      if (point !== undefined) added.push(point);
    }
    this.#pool.add(added);
  }

  #admitted(point: Float64Array): SeenPoint | undefined {
    const { space } = this.#request;
    if (!space.space.admits(point)) return undefined;
    const seen = space.see(point);
    return this.#known?.has(keyOf(seen)) ? undefined : { point, seen };
  }
}
