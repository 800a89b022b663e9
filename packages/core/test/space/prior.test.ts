import {
  boolean,
  categorical,
  createRng,
  float,
  int,
  normal,
  type ScalarParameter,
  searchSpace,
  type ValueAxis,
  vector,
} from "@shac/core";
import { expect, it } from "vitest";

const axisOf = <V>(parameter: ScalarParameter<V>): ValueAxis<V> =>
  searchSpace({ x: parameter }).axes[0] as ValueAxis<V>;

/** Values at the centres of `count` equal strata: each share comes out exact to 1 / count. */
function spread<V>(parameter: ScalarParameter<V>, count: number): V[] {
  const axis = axisOf(parameter);
  return Array.from({ length: count }, (_, i) => axis.decode((i + 0.5) / count));
}

function sharesOf<V>(values: readonly V[]): Map<V, number> {
  const shares = new Map<V, number>();
  for (const value of values) shares.set(value, (shares.get(value) ?? 0) + 1 / values.length);
  return shares;
}

/** Largest distance between the share of values below and the prior's, over the values. */
function distance(values: readonly number[], shareBelow: (value: number) => number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.max(...sorted.map((value, i) => Math.abs(shareBelow(value) - (i + 0.5) / sorted.length)));
}

it("float has a uniform prior", () => {
  const values = spread(float(-3, 7), 10_000);
  expect(distance(values, (value) => (value + 3) / 10)).toBeLessThan(1e-12);
});

it("a log float is uniform in its logarithm", () => {
  const values = spread(float(1e-6, 10, { log: true }), 10_000);
  expect(distance(values, (value) => Math.log10(value / 1e-6) / 7)).toBeLessThan(1e-12);
});

it.each([
  ["int", int(-2, 4), [-2, -1, 0, 1, 2, 3, 4]],
  ["stepped int", int(1, 12, { step: 5 }), [1, 6, 11]],
  ["stepped float", float(0.1, 0.7, { step: 0.1 }), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]],
  ["categorical", categorical(["1", 1, true, null]), ["1", 1, true, null]],
  ["boolean", boolean(), [false, true]],
] as [string, ScalarParameter, unknown[]][])("each value of %s is as likely", (_, parameter, values) => {
  const shares = sharesOf(spread(parameter, 9240));
  expect([...shares.keys()]).toEqual(values);
  for (const share of shares.values()) expect(share).toBeCloseTo(1 / values.length, 10);
  expect(axisOf(parameter).cells).toBe(values.length);
});

it.each([
  ["log int", int(1, 20, { log: true }), 1, 0.5],
  ["stepped log int", int(10, 100, { log: true, step: 30 }), 30, 5],
  ["stepped log float", float(0.5, 4, { log: true, step: 0.25 }), 0.25, 0.375],
] as const)(
  "gives each value of a %s the log-uniform share within half a step around it",
  (_, parameter, step, from) => {
    const shares = sharesOf(spread(parameter, 100_000));
    const values = [...shares.keys()];
    const whole = Math.log(((values.at(-1) as number) + step / 2) / from);
    for (const [value, share] of shares) {
      const below = Math.max(value - step / 2, from);
      expect(Math.abs(share - Math.log((value + step / 2) / below) / whole)).toBeLessThan(2e-5);
    }
    expect(axisOf(parameter).cells).toBe(0);
  },
);

it("normal has the quantiles of its distribution, to 15 digits", () => {
  // From mpmath with 40 digits.
  const axis = axisOf(normal(0, 1));
  for (const [share, quantile] of [
    [1e-15, -7.941345326170997],
    [1e-10, -6.361340902404057],
    [1e-5, -4.264890793922825],
    [0.001, -3.0902323061678136],
    [0.025, -1.9599639845400543],
    [0.1, -1.2815515655446006],
    [0.25, -0.6744897501960817],
    [0.4, -0.2533471031357998],
    [0.6, 0.2533471031357998],
    [0.9, 1.2815515655446006],
    [0.99, 2.326347874040841],
  ] as const) {
    expect(axis.decode(share) / quantile).toBeCloseTo(1, 14);
    expect(Math.abs(axis.encode(quantile) - share)).toBeLessThan(4e-16);
  }
  expect(axis.decode(0.5)).toBe(0);
});

it("normal lies around its mean, finite to the ends of the cube", () => {
  const axis = axisOf(normal(10, 2));
  expect(axis.decode(0.9)).toBeCloseTo(10 + 2 * 1.2815515655446006, 12);
  expect(axis.decode(0)).toBeCloseTo(10 - 2 * 8.29, 1);
  expect(axis.decode(1 - 2 ** -53)).toBeCloseTo(10 + 2 * 8.21, 1);
  expect(axis.encode(1e6)).toBe(1 - 2 ** -53);
  expect(axis.encode(-1e6)).toBe(0);
});

it("random draws have the prior, each item of a vector its own", () => {
  const space = searchSpace({ pair: vector(int(1, 5, { log: true }), 2), z: normal(0, 1) });
  const rng = createRng(7, "prior");
  const draws = Array.from({ length: 20_000 }, () => space.decode(Float64Array.from(space.axes, () => rng.next())));
  const share = (value: number) => Math.log((value + 0.5) / (value - 0.5)) / Math.log(11);
  let chiSquare = 0;
  for (let a = 1; a <= 5; a++) {
    for (let b = 1; b <= 5; b++) {
      const expected = draws.length * share(a) * share(b);
      const seen = draws.filter(({ pair }) => pair[0] === a && pair[1] === b).length;
      chiSquare += (seen - expected) ** 2 / expected;
    }
  }
  // The 99.9 % point for 24 degrees of freedom.
  expect(chiSquare).toBeLessThan(51.2);
  const mean = draws.reduce((sum, { z }) => sum + z, 0) / draws.length;
  const variance = draws.reduce((sum, { z }) => sum + (z - mean) ** 2, 0) / draws.length;
  expect(Math.abs(mean)).toBeLessThan(0.025);
  expect(Math.abs(variance - 1)).toBeLessThan(0.035);
});
