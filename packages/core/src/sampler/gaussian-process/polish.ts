import type { Rng } from "../../rng.js";
import { AT_BORDER, LAST } from "./breeding.js";
import type { Appetite, Candidate, CandidatePool } from "./candidate-pool.js";
import { climb } from "./climb.js";
import type { ModelSpace } from "./model-space.js";

/** Scores computed at most. */
const EVALUATIONS = 10;
/** How far the first step goes, in length scales, where the score has a slope of 1 along them. */
const FIRST_STEP = 0.1;
/** The furthest that a step takes a coordinate. */
const LONGEST = 0.3;

/** The best candidate on a climb of the score from one of them, along continuous coordinates that take part. */
export function polish(
  pool: CandidatePool,
  space: ModelSpace,
  from: Candidate,
  appetite: Appetite,
  rng: Rng,
): Candidate {
  const free = space.continuous.map((continuous, axis) => (space.space.isActive(from.point, axis) ? continuous : 0));
  if (!free.includes(1)) return from;
  let best = from;
  let bestScore = -Infinity;
  let latest = from;
  const hill = {
    value(point: Float64Array): number {
      if (!space.space.admits(point)) return -Infinity;
      latest = point === from.point ? from : pool.candidate(point, space.see(point));
      pool.solve(latest);
      const score = pool.score(latest, appetite);
      if (score > bestScore) [best, bestScore] = [latest, score];
      return score;
    },
    gradient: () => pool.gradient(latest, appetite).map((slope, axis) => (free[axis] === 1 ? slope : 0)),
  };
  climb(hill, {
    start: from.point,
    lower: new Float64Array(free.length).fill(AT_BORDER * rng.next()),
    upper: new Float64Array(free.length).fill(LAST - AT_BORDER * rng.next()),
    inverseHessian: pool.posterior.kernel.squaredScales().map((value) => FIRST_STEP * FIRST_STEP * value),
    evaluations: EVALUATIONS,
    longest: LONGEST,
  });
  return best;
}
