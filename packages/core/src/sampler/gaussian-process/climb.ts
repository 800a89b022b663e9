import { dot } from "./linear-algebra.js";

/** A smooth function that is climbed. */
export interface Hill {
  /** Its value at `x`; -Infinity where there is none. */
  value(x: Float64Array): number;
  /** Its gradient where the value was asked for last. */
  gradient(): Float64Array;
}

/** Where a climb starts, and what it keeps to. */
export interface Climb {
  readonly start: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** d x d, symmetric: the inverse of what the function bends by, as far as known; learnt on the way, in place. */
  readonly inverseHessian: Float64Array;
  /** Values asked for at most. */
  readonly evaluations: number;
  /** The furthest that a step takes any coordinate. */
  readonly longest: number;
}

/** The highest point that a climb found. */
export interface Top {
  readonly x: Float64Array;
  readonly value: number;
}

/** Slopes below it are flat. */
const FLAT = 1e-9;

/**
 * The highest point found on the way up by BFGS (Nocedal and Wright, "Numerical Optimization", 6.1) within bounds:
 * coordinates that press against theirs stay there. A step that does not rise is shortened.
 */
export function climb(hill: Hill, { start, lower, upper, inverseHessian, evaluations, longest }: Climb): Top {
  let x = start;
  let value = hill.value(x);
  if (value === -Infinity) return { x, value };
  let gradient = hill.gradient();
  let left = evaluations - 1;
  while (left > 0) {
    const pushes = gradient.map((slope, i) => {
      const at = x[i] as number;
      return (slope < 0 && at <= (lower[i] as number)) || (slope > 0 && at >= (upper[i] as number)) ? 0 : slope;
    });
    const direction = multiply(inverseHessian, pushes).map((move, i) => (pushes[i] === 0 ? 0 : move));
    const rise = dot(direction, 0, pushes, 0, x.length);
    if (!(rise > FLAT)) break;
    let step = Math.min(1, longest / direction.reduce((most, move) => Math.max(most, Math.abs(move)), 0));
    let risen = false;
    for (; left > 0 && !risen; left--) {
      const moved = x.map((u, i) => {
        const to = u + step * (direction[i] as number);
        return Math.min(Math.max(to, lower[i] as number), upper[i] as number);
      });
      const reached = hill.value(moved);
      risen = reached > value;
      if (!risen) {
        step *= shortening(step * rise, reached - value);
        continue;
      }
      const slopes = hill.gradient();
      learn(
        inverseHessian,
        moved.map((u, i) => u - (x[i] as number)),
        gradient.map((slope, i) => slope - (slopes[i] as number)),
      );
      x = moved;
      value = reached;
      gradient = slopes;
    }
  }
  return { x, value };
}

/** Where the parabola that rises by `expected` at first, and by `risen` in the end, is highest: from 0.1 to 0.5 of the way. */
function shortening(expected: number, risen: number): number {
  const top = expected / (2 * (expected - risen));
  return Math.min(Math.max(top || 0, 0.1), 0.5);
}

function multiply(matrix: Float64Array, x: Float64Array): Float64Array {
  return x.map((_, row) => dot(matrix, row * x.length, x, 0, x.length));
}

/** The update of BFGS after a move that lowered the slopes by `fall`. */
function learn(inverse: Float64Array, move: Float64Array, fall: Float64Array): void {
  const d = move.length;
  const bend = dot(move, 0, fall, 0, d);
  const expected = multiply(inverse, fall);
  const size = dot(fall, 0, expected, 0, d);
  if (!(bend > 1e-10 * size) || !(bend > 0)) return;
  const factor = (1 + size / bend) / bend;
  for (let i = 0; i < d; i++) {
    const a = move[i] as number;
    const b = expected[i] as number;
    for (let j = 0; j < d; j++) {
      const c = move[j] as number;
      const e = expected[j] as number;
      inverse[i * d + j] = (inverse[i * d + j] as number) + factor * a * c - (b * c + a * e) / bend;
    }
  }
}
