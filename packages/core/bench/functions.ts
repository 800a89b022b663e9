/** A function to minimise over the unit cube; the coordinates are stretched to its usual range. */
export interface TestFunction {
  readonly name: string;
  readonly dimensions: number;
  value(point: Float64Array): number;
}

/** Minimum 0.397887 at three points. */
export const branin: TestFunction = {
  name: "Branin",
  dimensions: 2,
  value: ([u = 0, v = 0]) => {
    const [x, y] = [15 * u - 5, 15 * v];
    const a = y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6;
    return a * a + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
  },
};

const HARTMANN_WEIGHTS = [1, 1.2, 3, 3.2];
const HARTMANN_SCALES = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const HARTMANN_CENTRES = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];

/** Minimum -3.32237. */
export const hartmann6: TestFunction = {
  name: "Hartmann6",
  dimensions: 6,
  value: (point) =>
    HARTMANN_WEIGHTS.reduce((sum, weight, i) => {
      const distance = point.reduce((total, u, axis) => {
        const offset = u - (HARTMANN_CENTRES[i]?.[axis] as number);
        return total + (HARTMANN_SCALES[i]?.[axis] as number) * offset * offset;
      }, 0);
      return sum - weight * Math.exp(-distance);
    }, 0),
};

/** Minimum 0 in the middle of the cube. */
export function ackley(dimensions: number): TestFunction {
  return {
    name: `Ackley-${dimensions}`,
    dimensions,
    value: (point) => {
      let squares = 0;
      let cosines = 0;
      for (const u of point) {
        const x = 65.536 * u - 32.768;
        squares += x * x;
        cosines += Math.cos(2 * Math.PI * x);
      }
      return 20 - 20 * Math.exp(-0.2 * Math.sqrt(squares / dimensions)) + Math.E - Math.exp(cosines / dimensions);
    },
  };
}

/** A valley whose coordinates count from one to three times; minimum 0 off the middle. */
export function ellipsoid(dimensions: number): TestFunction {
  return {
    name: `ellipsoid-${dimensions}`,
    dimensions,
    value: (point) =>
      point.reduce((sum, u, axis) => {
        const offset = u - 0.3 - (0.4 * axis) / dimensions;
        return sum + (1 + (axis % 3)) * offset * offset;
      }, 0),
  };
}
