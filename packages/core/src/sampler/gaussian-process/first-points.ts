import type { Observation, ProposalRequest } from "../sampler.js";
import { drawUniform } from "../uniform-draw.js";
import { continueLatinHypercube } from "./latin-hypercube.js";
import { keyOf, type ModelSpace } from "./model-space.js";

/** Points to begin with: this many for each dimension and one more, up to a limit. */
const POINTS_PER_DIMENSION = 2;
const MOST_POINTS = 24;
/** Share of each axis that the first point falls into. */
const MIDDLE = 0.02;
/** Draws that may be refused, by constraints or because they are known, before the rest is drawn from the whole space. */
const MAX_REDRAWS = 20;

/** How many points are proposed before the first model: whole batches. */
function designSize(dimensions: number, batchSize: number): number {
  const wanted = Math.min(MOST_POINTS, POINTS_PER_DIMENSION * (dimensions + 1));
  return batchSize * Math.max(1, Math.round(wanted / batchSize));
}

/** With how many observations the first model is fitted; undefined while there are too few, or all are equal. */
export function firstModelSize(
  observations: readonly Observation[],
  dimensions: number,
  batchSize: number,
): number | undefined {
  const first = observations[0];
  const differing = observations.findIndex(
    ({ loss, violation }) => loss !== first?.loss || violation !== first.violation,
  );
  if (differing < 0) return undefined;
  const least = Math.max(designSize(dimensions, batchSize), batchSize * Math.ceil((differing + 1) / batchSize));
  return least <= observations.length ? least : undefined;
}

/**
 * Points without a model. The first is in the middle, since whoever bounds a space tends to expect good values there;
 * the others are those of a Latin hypercube, in which what was observed, imported and running has its place. It goes on,
 * evenly spread, for as long as all values are equal, where a model would only see its own shape.
 */
export function firstPoints(space: ModelSpace, request: ProposalRequest): Float64Array[] {
  const { observations, pending, count, batchSize, rng } = request;
  const dimensions = space.categorical.length;
  const taken = [...observations.map(({ point }) => point), ...pending];
  const known = new Set(space.discrete ? taken.map((point) => keyOf(space.see(point))) : []);
  const strata = designSize(dimensions, batchSize);
  const draws = rng("latin-hypercube", 0);
  const points: Float64Array[] = [];
  const centre = space.space.snap(Float64Array.from(space.space.axes, () => 0.5 + MIDDLE * (draws.next() - 0.5)));
  if (taken.length === 0 && space.space.admits(centre)) {
    points.push(centre);
    known.add(keyOf(space.see(centre)));
  }
  for (let redraw = 0; redraw < MAX_REDRAWS && points.length < count; redraw++) {
    const used = [...taken, ...points];
    for (const drawn of continueLatinHypercube(used, count - points.length, strata, dimensions, draws)) {
      const point = space.space.snap(drawn);
      const key = keyOf(space.see(point));
      if (!space.space.admits(point) || (space.discrete && known.has(key))) continue;
      known.add(key);
      points.push(point);
    }
  }
  while (points.length < count) points.push(drawUniform(space.space, rng("uniform", points.length)));
  return points;
}
