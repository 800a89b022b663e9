import { dot, solveLower } from "./linear-algebra.js";
import { logExpectedImprovement, logExpectedImprovementSlopes } from "./log-expected-improvement.js";
import type { Posterior } from "./posterior.js";

/** A point that may be proposed, and what is known of it. */
export interface Candidate {
  /** As it would be proposed. */
  readonly point: Float64Array;
  /** As the model sees it. */
  readonly seen: Float64Array;
  /** The solution w of L w = correlations with the data and picked points, as far as it is known. */
  readonly solution: Float64Array;
  readonly plainMean: number;
  readonly warpedMean: number;
  /** How many numbers of the solution are known: those of the data, and some of the picked points. */
  solved: number;
  /** Whether it is a point that was picked before, or is known and needs no second look. */
  taken: boolean;
  /** Of the posterior, in units of the signal variance; an upper bound until all is solved. */
  variance: number;
}

/** A point as it would be proposed, and as the model sees it. */
export type SeenPoint = Pick<Candidate, "point" | "seen">;

/** A candidate and what it is worth to the pick at hand. */
export interface ScoredCandidate {
  readonly candidate: Candidate;
  readonly score: number;
}

/** How a pick weighs candidates. */
export interface Appetite {
  readonly head: "plain" | "warped";
  /** Factor on standard deviations, from 1. */
  readonly inflation: number;
}

/** Points with a higher correlation are one and the same. */
const SAME: number = 1 - 1e-12;

/** Keeps the correlations of a picked point with itself off singularity. */
const JITTER = 1e-12;

/**
 * Candidates of one batch, under a posterior that learns of picked points one by one: each is taken as observed, without
 * noise, at its own mean. That leaves means as they are and can only lower variances, so a variance computed before the
 * latest picks is an upper bound, and so is the score from it: only what reaches the top by its bound is computed anew,
 * with the same outcome as computing all.
 */
export class CandidatePool {
  readonly posterior: Posterior;
  readonly candidates: Candidate[] = [];
  readonly #capacity: number;
  readonly #picked: Candidate[] = [];
  /** Diagonal of the Cholesky factor at picked points. */
  readonly #diagonal: number[] = [];
  /** The lowest mean at the data and at picked points. */
  readonly #best: { plain: number; warped: number };

  /** @param picks how many points will be picked at most */
  constructor(posterior: Posterior, picks: number) {
    this.posterior = posterior;
    this.#best = { plain: posterior.plain.best, warped: posterior.warped.best };
    this.#capacity = posterior.count + picks;
  }

  /** Adds points as they would be proposed, each with how the model sees it, to the candidates. */
  add(points: readonly SeenPoint[]): void {
    this.candidates.push(...this.#candidates(points));
  }

  /** A candidate of its own. */
  candidate(point: Float64Array, seen: Float64Array): Candidate {
    return this.#candidates([{ point, seen }])[0] as Candidate;
  }

  #candidates(points: readonly SeenPoint[]): Candidate[] {
    const { count, factor } = this.posterior;
    const size = this.#capacity;
    // In one array: many small ones would keep the collector of garbage busy.
    const solutions = new Float64Array(points.length * size);
    const candidates = points.map((point, i) => this.#unsolved(point, solutions.subarray(i * size, (i + 1) * size)));
    solveLower(factor, count, solutions, points.length, size);
    for (const candidate of candidates) {
      let explained = 0;
      for (let i = 0; i < count; i++) {
        const value = candidate.solution[i] as number;
        explained += value * value;
      }
      candidate.solved = count;
      candidate.variance = Math.max(1 - explained, 0);
    }
    return candidates;
  }

  #unsolved({ point, seen }: SeenPoint, correlations: Float64Array): Candidate {
    const { count, kernel, exact, plain, warped } = this.posterior;
    kernel.correlate(seen, correlations);
    return {
      point,
      seen,
      solution: correlations,
      plainMean: dot(correlations, 0, plain.weights, 0, count),
      warpedMean: dot(correlations, 0, warped.weights, 0, count),
      solved: 0,
      taken: exact && correlations.some((correlation) => correlation > SAME),
      variance: 1,
    };
  }

  /** Makes the candidate's variance exact. */
  solve(candidate: Candidate): void {
    const { count } = this.posterior;
    const { solution } = candidate;
    for (; candidate.solved < count + this.#picked.length; candidate.solved++) {
      const pick = candidate.solved - count;
      const picked = this.#picked[pick] as Candidate;
      const correlation = this.posterior.kernel.correlation(candidate.seen, picked.seen);
      candidate.taken ||= correlation > SAME;
      const value =
        (correlation - dot(picked.solution, 0, solution, 0, candidate.solved)) / (this.#diagonal[pick] as number);
      solution[candidate.solved] = value;
      candidate.variance = Math.max(candidate.variance - value * value, 0);
    }
  }

  /** Takes the candidate as observed at its own mean. */
  pick(candidate: Candidate): void {
    this.solve(candidate);
    this.#diagonal.push(Math.sqrt(candidate.variance + JITTER));
    this.#picked.push(candidate);
    this.#best.plain = Math.min(this.#best.plain, candidate.plainMean);
    this.#best.warped = Math.min(this.#best.warped, candidate.warpedMean);
  }

  /** -Infinity for a point that is taken. */
  score(candidate: Candidate, { head, inflation }: Appetite): number {
    if (candidate.taken) return -Infinity;
    const { variance } = this.posterior[head];
    const mean = head === "plain" ? candidate.plainMean : candidate.warpedMean;
    const sd = inflation * Math.sqrt(variance * (candidate.variance + JITTER));
    return logExpectedImprovement(this.#best[head], mean, sd);
  }

  /** How the score grows along each axis, at a candidate with an exact variance. */
  gradient(candidate: Candidate, { head, inflation }: Appetite): Float64Array {
    const { count, factor } = this.posterior;
    const { variance, weights } = this.posterior[head];
    const total = count + this.#picked.length;
    const mean = head === "plain" ? candidate.plainMean : candidate.warpedMean;
    const sd = inflation * Math.sqrt(variance * (candidate.variance + JITTER));
    const slopes = logExpectedImprovementSlopes(this.#best[head], mean, sd);
    // What the correlations with the data and the picks explain of the variance, by correlation.
    const pulls = candidate.solution.slice(0, total);
    for (let row = total - 1; row >= 0; row--) {
      const isPick = row >= count;
      const rowFactor = isPick ? (this.#picked[row - count] as Candidate).solution : factor;
      const at = isPick ? 0 : row * count;
      const diagonal = isPick ? this.#diagonal[row - count] : factor[at + row];
      const value = (pulls[row] as number) / (diagonal as number);
      pulls[row] = value;
      for (let column = 0; column < row; column++) {
        pulls[column] = (pulls[column] as number) - value * (rowFactor[at + column] as number);
      }
    }
    const byVariance = -slopes.logSd / (candidate.variance + JITTER);
    for (let i = 0; i < total; i++) pulls[i] = (pulls[i] as number) * byVariance;
    for (let i = 0; i < count; i++) pulls[i] = (pulls[i] as number) + slopes.mean * (weights[i] as number);
    const picked = this.#picked.map(({ seen }) => seen);
    return this.posterior.kernel.slope(candidate.seen, picked, pulls);
  }

  /**
   * The `count` candidates with the highest scores, best first, by exact variances.
   * @param from index of the first candidate to be looked at
   */
  top(count: number, appetite: Appetite, from = 0): ScoredCandidate[] {
    const complete = this.posterior.count + this.#picked.length;
    const scores = this.#scores(appetite, from);
    const top: ScoredCandidate[] = [];
    while (top.length < Math.min(count, scores.length)) {
      const highest = indexOfHighest(scores);
      const candidate = this.candidates[from + highest] as Candidate;
      if (scores[highest] === -Infinity) break;
      if (candidate.solved < complete) {
        this.solve(candidate);
        scores[highest] = this.score(candidate, appetite);
      } else {
        top.push({ candidate, score: scores[highest] as number });
        scores[highest] = -Infinity;
      }
    }
    return top;
  }

  #scores(appetite: Appetite, from: number): Float64Array {
    const scores = new Float64Array(this.candidates.length - from);
    for (let i = 0; i < scores.length; i++) scores[i] = this.score(this.candidates[from + i] as Candidate, appetite);
    return scores;
  }
}

function indexOfHighest(values: Float64Array): number {
  let highest = 0;
  for (let i = 1; i < values.length; i++) {
    if ((values[i] as number) > (values[highest] as number)) highest = i;
  }
  return highest;
}
