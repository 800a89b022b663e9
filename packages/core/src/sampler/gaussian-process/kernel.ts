import { additiveShare, type Hyperparameters, shearsOf } from "./hyperparameters.js";
import { expNegative, matern } from "./matern.js";
import { additivePower, type ModelData } from "./model-data.js";

const ROOT_5: number = Math.sqrt(5);

/**
 * The correlation of two points: (1 - w) M(r) + w (1/d sum M(r_j))^p, p being 2 where there are categories, otherwise 1. M is
 * Matern's of smoothness 5/2, r the distance after the shears and a scale for each axis, r_j that along axis j with a scale of
 * its own. Categories are equal or not, and take no part in shears.
 */
export class Kernel {
  readonly #data: ModelData;
  readonly #share: number;
  readonly #power: 1 | 2;
  /** What the sum over axes, to its power, is multiplied by. */
  readonly #additiveWeight: number;
  /** Per axis, what sheared coordinates are multiplied by in the joint term. */
  readonly #scales: Float64Array;
  readonly #shears: Float64Array;
  /** Per axis, what distances are multiplied by in the additive term. */
  readonly #additiveScales: Float64Array;
  /** The data point by point, and per axis as the joint term sees them. */
  readonly #points: readonly Float64Array[];
  readonly #sheared: readonly Float64Array[];
  /** Room for a point after the shears, and for squared distances. */
  readonly #along: Float64Array;
  readonly #joint: Float64Array;

  constructor(data: ModelData, theta: Hyperparameters) {
    const n = data.units.length;
    const d = data.categorical.length;
    this.#data = data;
    this.#share = additiveShare(theta);
    this.#power = additivePower(data.categorical);
    this.#additiveWeight = this.#share / (this.#power === 1 ? d : d * d);
    this.#scales = theta.slice(0, d).map((log) => ROOT_5 * Math.exp(-log));
    this.#additiveScales = theta.slice(d, 2 * d).map((log) => ROOT_5 * Math.exp(-log));
    this.#shears = shearsOf(theta, d);
    this.#joint = new Float64Array(n);
    this.#along = new Float64Array(d);
    this.#points = pointsOf(data);
    this.#sheared = data.coordinates.map(() => new Float64Array(n));
    for (const [i, point] of this.#points.entries()) {
      const sheared = this.#shear(point);
      for (let axis = 0; axis < d; axis++) (this.#sheared[axis] as Float64Array)[i] = sheared[axis] as number;
    }
  }

  /** Writes the correlations of `point` with the data into `out`. */
  correlate(point: Float64Array, out: Float64Array): void {
    this.#correlate(point, this.#points.length, out);
  }

  /** Writes the correlations of a point of the data with those before it into `out`. */
  correlateEarlier(index: number, out: Float64Array): void {
    this.#correlate(this.#points[index] as Float64Array, index, out);
  }

  /** With the first `n` points of the data. */
  #correlate(point: Float64Array, n: number, out: Float64Array): void {
    const { coordinates, categorical } = this.#data;
    const d = categorical.length;
    const joint = this.#joint.fill(0, 0, n);
    out.fill(0, 0, n);
    const sheared = this.#shear(point);
    for (let axis = 0; axis < d; axis++) {
      const column = coordinates[axis] as Float64Array;
      const u = point[axis] as number;
      const additiveScale = this.#additiveScales[axis] as number;
      if (categorical[axis] === 1) {
        const unlike = matern(additiveScale);
        const far = (this.#scales[axis] as number) ** 2;
        for (let i = 0; i < n; i++) {
          const equal = column[i] === u;
          out[i] = (out[i] as number) + (equal ? 1 : unlike);
          if (!equal) joint[i] = (joint[i] as number) + far;
        }
      } else {
        const others = this.#sheared[axis] as Float64Array;
        const at = sheared[axis] as number;
        for (let i = 0; i < n; i++) {
          const along = (others[i] as number) - at;
          out[i] = (out[i] as number) + matern(Math.abs((column[i] as number) - u) * additiveScale);
          joint[i] = (joint[i] as number) + along * along;
        }
      }
    }
    if (this.#power === 2) {
      for (let i = 0; i < n; i++) out[i] = (out[i] as number) * (out[i] as number);
    }
    const additiveWeight = this.#additiveWeight;
    const jointWeight = 1 - this.#share;
    for (let i = 0; i < n; i++) {
      out[i] = jointWeight * matern(Math.sqrt(joint[i] as number)) + additiveWeight * (out[i] as number);
    }
  }

  /** The correlation of two points. */
  correlation(a: Float64Array, b: Float64Array): number {
    let joint = 0;
    for (const along of this.#differences(a, b)) joint += along * along;
    const sum = this.#additiveSum(a, b);
    const additive = this.#power === 1 ? sum : sum * sum;
    return (1 - this.#share) * matern(Math.sqrt(joint)) + this.#additiveWeight * additive;
  }

  /** Of the correlations along each axis. */
  #additiveSum(a: Float64Array, b: Float64Array): number {
    const { categorical } = this.#data;
    let sum = 0;
    for (let axis = 0; axis < categorical.length; axis++) {
      const difference = Math.abs((a[axis] as number) - (b[axis] as number));
      const distance = categorical[axis] === 1 && difference > 0 ? 1 : difference;
      sum += matern(distance * (this.#additiveScales[axis] as number));
    }
    return sum;
  }

  /**
   * The gradient at `point` of `pulls` times its correlations with the data and then with `others`; 0 along categories.
   */
  slope(point: Float64Array, others: readonly Float64Array[], pulls: Float64Array): Float64Array {
    const gradient = new Float64Array(point.length);
    for (const [i, other] of [...this.#points, ...others].entries()) {
      this.#addSlope(point, other, pulls[i] as number, gradient);
    }
    return gradient;
  }

  /**
   * T T', where the columns of T are moves that the joint term takes for 1, at most a side of the cube along each axis:
   * what a quasi-Newton ascent may start from.
   */
  squaredScales(): Float64Array {
    const d = this.#scales.length;
    const product = new Float64Array(d * d);
    for (let axis = 0; axis < d; axis++) {
      const move = this.#move(axis);
      for (let i = 0; i < d; i++) {
        for (let j = 0; j < d; j++) {
          product[i * d + j] = (product[i * d + j] as number) + (move[i] as number) * (move[j] as number);
        }
      }
    }
    return product;
  }

  /** The move that changes one sheared coordinate alone, by a length scale. */
  #move(axis: number): Float64Array {
    const { categorical } = this.#data;
    const d = categorical.length;
    const move = new Float64Array(d);
    move[axis] = Math.min(ROOT_5 / (this.#scales[axis] as number), 1);
    if (this.#shears.length === 0 || categorical[axis] === 1) return move;
    for (let earlier = axis - 1; earlier >= 0; earlier--) {
      if (categorical[earlier] === 1) continue;
      const row = earlier * d - (earlier * (earlier + 1)) / 2 - earlier - 1;
      for (let later = earlier + 1; later <= axis; later++) {
        if (categorical[later] === 1) continue;
        move[earlier] = (move[earlier] as number) - (this.#shears[row + later] as number) * (move[later] as number);
      }
    }
    return move;
  }

  #addSlope(point: Float64Array, other: Float64Array, pull: number, gradient: Float64Array): void {
    const { categorical } = this.#data;
    const d = categorical.length;
    const along = this.#differences(point, other);
    let joint = 0;
    for (const each of along) joint += each * each;
    const s = Math.sqrt(joint);
    const ofJoint = (-(1 - this.#share) / 3) * (1 + s) * expNegative(s) * pull;
    let ofAdditive = (-this.#share / (3 * d)) * pull;
    if (this.#power === 2) ofAdditive *= (2 / d) * this.#additiveSum(point, other);
    let shear = 0;
    for (let axis = 0; axis < d; axis++) {
      if (categorical[axis] === 1) {
        if (this.#shears.length > 0) shear += d - 1 - axis;
        continue;
      }
      const distance = (point[axis] as number) - (other[axis] as number);
      const scale = this.#additiveScales[axis] as number;
      const t = Math.abs(distance) * scale;
      const joined = ofJoint * (along[axis] as number) * (this.#scales[axis] as number);
      gradient[axis] =
        (gradient[axis] as number) + joined + ofAdditive * scale * scale * distance * (1 + t) * expNegative(t);
      if (this.#shears.length === 0) continue;
      for (let later = axis + 1; later < d; later++, shear++) {
        if (categorical[later] === 1) continue;
        gradient[later] = (gradient[later] as number) + joined * (this.#shears[shear] as number);
      }
    }
  }

  /** Per axis, the difference of two points in the joint term, until the next call. */
  #differences(a: Float64Array, b: Float64Array): Float64Array {
    const { categorical } = this.#data;
    const along = this.#along;
    for (let axis = 0; axis < along.length; axis++) {
      along[axis] = categorical[axis] === 1 ? 0 : (a[axis] as number) - (b[axis] as number);
    }
    this.#shearInPlace(along);
    for (let axis = 0; axis < along.length; axis++) {
      if (categorical[axis] === 1 && a[axis] !== b[axis]) along[axis] = this.#scales[axis] as number;
    }
    return along;
  }

  /** The point as the joint term sees it, until the next call. */
  #shear(point: Float64Array): Float64Array {
    this.#along.set(point);
    this.#shearInPlace(this.#along);
    return this.#along;
  }

  #shearInPlace(point: Float64Array): void {
    const { categorical } = this.#data;
    let shear = 0;
    for (let axis = 0; axis < point.length; axis++) {
      let sum = point[axis] as number;
      if (this.#shears.length > 0) {
        for (let later = axis + 1; later < point.length; later++, shear++) {
          if (categorical[axis] === 1 || categorical[later] === 1) continue;
          sum += (this.#shears[shear] as number) * (point[later] as number);
        }
      }
      point[axis] = sum * (this.#scales[axis] as number);
    }
  }
}

function pointsOf({ coordinates, units }: ModelData): Float64Array[] {
  const points = Array.from(units, () => new Float64Array(coordinates.length));
  for (const [axis, column] of coordinates.entries()) {
    for (const [i, point] of points.entries()) point[axis] = column[i] as number;
  }
  return points;
}
