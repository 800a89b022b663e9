import fc from "fast-check";

/** Points on a grid coarse enough for ties, with labels of both kinds and options of every kind. */
export const trainingSets = fc
  .record({ count: fc.integer({ min: 2, max: 24 }), dimensions: fc.integer({ min: 1, max: 3 }) })
  .chain(({ count, dimensions }) =>
    fc.record({
      points: fc.array(
        fc
          .array(fc.integer({ min: 0, max: 15 }), { minLength: dimensions, maxLength: dimensions })
          .map((cells) => Float64Array.from(cells, (cell) => cell / 16)),
        { minLength: count, maxLength: count },
      ),
      labels: fc
        .array(fc.constantFrom(0, 1), { minLength: count, maxLength: count })
        .map((list) => Uint8Array.from(list)),
      options: fc.record({
        rounds: fc.integer({ min: 1, max: 12 }),
        maxDepth: fc.integer({ min: 1, max: 5 }),
        learningRate: fc.constantFrom(0.1, 0.3, 1),
        minChildWeight: fc.constantFrom(0, 0.25, 0.6, 1),
        lambda: fc.constantFrom(0.5, 1, 3),
        gamma: fc.constantFrom(0, 0.1, 0.5),
      }),
    }),
  );
