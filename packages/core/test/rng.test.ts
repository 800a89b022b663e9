import { createRng, trialSeed } from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { philox4x32 } from "../dist/rng.js";

const draws = (count: number, ...key: Parameters<typeof createRng>): number[] => {
  const rng = createRng(...key);
  return Array.from({ length: count }, () => rng.next());
};

/** Of counts against equal shares. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

it.each([
  ["zeros", [0, 0, 0, 0], [0, 0], "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
  [
    "ones",
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    "408f276d 41c83b0e a20bc7c6 6d5451fd",
  ],
  [
    "digits of pi",
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    "d16cfe09 94fdcceb 5001e420 24126ea1",
  ],
] as const)("gives the known answer of Random123 for %s", (_, counter, [key0, key1], answer) => {
  const block = Uint32Array.from(counter);
  philox4x32(block, key0, key1);
  expect([...block].map((word) => word.toString(16).padStart(8, "0")).join(" ")).toBe(answer);
});

describe("a stream", () => {
  it("depends on its whole key and on nothing else", () => {
    const key = fc.tuple(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.string(),
      fc.integer({ min: -1, max: 2 ** 31 }),
      fc.nat(),
    );
    fc.assert(
      fc.property(key, key, (a, b) => {
        const stream = draws(8, ...a);
        draws(5, ...b);
        expect(draws(8, ...a)).toEqual(stream);
        if (JSON.stringify(a) !== JSON.stringify(b)) expect(draws(8, ...b)).not.toEqual(stream);
      }),
    );
  });

  it("differs in every draw when one part of the key differs by one", () => {
    const keys: Parameters<typeof createRng>[] = [
      [1, "propose", 0, 0],
      [2, "propose", 0, 0],
      [1, "predict", 0, 0],
      [1, "propose", 1, 0],
      [1, "propose", 0, 1],
      [1, "propose", -1, 0],
    ];
    const all = keys.flatMap((key) => draws(1000, ...key));
    expect(new Set(all).size).toBe(all.length);
  });

  it("is uniform in [0, 1), pair by pair, and fine to 53 bits", () => {
    const values = draws(100_000, 42, "uniform");
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    const pairs = new Array<number>(256).fill(0);
    for (let i = 0; i < values.length; i += 2) {
      const cell = Math.floor((values[i] as number) * 16) * 16 + Math.floor((values[i + 1] as number) * 16);
      pairs[cell] = (pairs[cell] as number) + 1;
    }
    // The 99.9 % point for 255 degrees of freedom.
    expect(chiSquare(pairs)).toBeLessThan(330.5);
    expect(values.every((value) => Number.isInteger(value * 2 ** 53))).toBe(true);
    expect(values.filter((value) => (value * 2 ** 53) % 2 === 1).length / values.length).toBeCloseTo(0.5, 2);
  });

  it("is uniform over the first draws of neighbouring keys too", () => {
    const counts = new Array<number>(64).fill(0);
    for (let index = 0; index < 20_000; index++) {
      const cell = createRng(1, "propose", 3, index).below(64);
      counts[cell] = (counts[cell] as number) + 1;
    }
    // The 99.9 % point for 63 degrees of freedom.
    expect(chiSquare(counts)).toBeLessThan(103.4);
  });
});

describe("below", () => {
  it.each([0, -1, 0.5, 2 ** 32 + 1, Number.NaN])("refuses %d", (n) => {
    expect(() => createRng(5, "below", 0).below(n)).toThrow(RangeError);
  });

  it("draws each of n alike", () => {
    for (const [n, most] of [
      [3, 13.8],
      [10, 27.9],
      [100, 148.2],
    ] as const) {
      const rng = createRng(5, "below", n);
      const counts = new Array<number>(n).fill(0);
      for (let i = 0; i < 50_000; i++) {
        const value = rng.below(n);
        counts[value] = (counts[value] as number) + 1;
      }
      expect(chiSquare(counts)).toBeLessThan(most);
    }
  });

  it("has no bias where n does not divide 2^32", () => {
    // Without rejection the lower third would come up twice as often: 1/2 rather than 1/3 of all.
    const n = 3 * 2 ** 30;
    const rng = createRng(9, "bias");
    let lower = 0;
    for (let i = 0; i < 20_000; i++) lower += rng.below(n) < 2 ** 30 ? 1 : 0;
    expect(lower / 20_000).toBeCloseTo(1 / 3, 1.5);
  });

  it("takes n from 1 to 2^32", () => {
    const rng = createRng(0, "ends");
    expect(Array.from({ length: 5 }, () => rng.below(1))).toEqual([0, 0, 0, 0, 0]);
    const values = Array.from({ length: 1000 }, () => rng.below(2 ** 32));
    expect(Math.max(...values)).toBeGreaterThan(0.99 * 2 ** 32);
    expect(values.every((value) => Number.isInteger(value) && value < 2 ** 32)).toBe(true);
  });
});

it("gives every trial a uint32 seed of its own", () => {
  const seeds = Array.from({ length: 1000 }, (_, number) => trialSeed(7, number));
  expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
  expect(new Set(seeds).size).toBe(1000);
  expect(trialSeed(7, 3)).toBe(seeds[3]);
  expect(trialSeed(8, 3)).not.toBe(seeds[3]);
});
