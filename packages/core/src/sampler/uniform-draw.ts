import { InvalidSpaceError } from "../errors.js";
import type { Rng } from "../rng.js";
import type { SearchSpace } from "../space/search-space.js";

/** Draws that may be refused by `where` constraints before the space is called impossible. */
const MAX_REFUSALS = 100_000;

/**
 * A point drawn from the space's prior, snapped, and admitted by its constraints.
 * @throws InvalidSpaceError when they refuse 100,000 points in a row
 */
export function drawUniform(space: SearchSpace<unknown>, rng: Rng): Float64Array {
  for (let refused = 0; refused < MAX_REFUSALS; refused++) {
    const point = space.snap(Float64Array.from(space.axes, () => rng.next()));
    if (space.admits(point)) return point;
  }
  throw new InvalidSpaceError(
    `The where constraints refused ${MAX_REFUSALS} points in a row; loosen them or narrow the parameters' ranges.`,
  );
}
