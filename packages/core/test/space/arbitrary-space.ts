import {
  boolean,
  categorical,
  float,
  int,
  type JsonObject,
  type JsonScalar,
  normal,
  ordinal,
  type Parameter,
  type ParameterSpace,
  type ScalarParameter,
  searchSpace,
  vector,
} from "@shac/core";
import fc from "fast-check";

/** A coordinate, often at an end or at the edge of some cell. */
export const arbitraryCoordinate: fc.Arbitrary<number> = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0.5, 1 - 2 ** -53, Number.MIN_VALUE) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: 2, max: 12 }), fc.nat(11), fc.constantFrom(-1, 0, 1))
      .map(([cells, cell, side]) => Math.max((cell % cells) / cells + side * 2 ** -54, 0)),
  },
);

const scalars: fc.Arbitrary<JsonScalar> = fc.oneof(
  fc.string({ maxLength: 4 }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(true, false, null, 0.1, "1", "true", "null", ""),
);

const choices = fc.uniqueArray(scalars, { minLength: 1, maxLength: 8 });

/** Parameters whose every value has a cell. */
export const arbitraryChoice: fc.Arbitrary<ScalarParameter<JsonScalar>> = fc.oneof(
  choices.map((list) => categorical(list)),
  choices.map((list) => ordinal(list)),
  fc.constant(boolean()),
  fc
    .tuple(fc.integer({ min: -1000, max: 1000 }), fc.nat(2000), fc.integer({ min: 1, max: 9 }))
    .map(([low, width, step]) => (step <= width ? int(low, low + width, { step }) : int(low, low + width))),
  fc
    .tuple(fc.integer({ min: 1, max: 50 }), fc.nat(5000), fc.integer({ min: 1, max: 9 }))
    .map(([low, width, step]) => int(low, low + width, step <= width ? { log: true, step } : { log: true })),
);

const steppedFloat = fc
  .tuple(
    fc.integer({ min: -300, max: 300 }),
    fc.integer({ min: 1, max: 50 }),
    fc.integer({ min: 1, max: 40 }),
    fc.nat(4),
  )
  .map(([first, steps, stride, decimals]) => {
    const scale = Number(`1e${decimals}`);
    const log = first > 0 && steps % 2 === 0;
    return float(first / scale, (first + steps * stride) / scale, { step: stride / scale, log });
  });

const continuous = fc.oneof(
  fc
    .tuple(fc.double({ min: -1000, max: 1000, noNaN: true }), fc.double({ min: 1, max: 1000, noNaN: true }))
    .map(([low, width]) => float(low, low + width)),
  fc
    .tuple(fc.double({ min: 1e-8, max: 1, noNaN: true }), fc.double({ min: 2, max: 1e6, noNaN: true }))
    .map(([low, factor]) => float(low, low * factor, { log: true })),
  fc
    .tuple(fc.double({ min: -10, max: 10, noNaN: true }), fc.double({ min: 1, max: 100, noNaN: true }))
    .map(([mean, std]) => normal(mean, std)),
);

const scalar: fc.Arbitrary<ScalarParameter<JsonScalar>> = fc.oneof(arbitraryChoice, steppedFloat, continuous);

const parameter: fc.Arbitrary<Parameter> = fc.oneof(
  { weight: 5, arbitrary: scalar },
  {
    weight: 1,
    arbitrary: fc.tuple(scalar, fc.integer({ min: 1, max: 4 })).map(([item, length]) => vector(item, length)),
  },
);

/** A space of up to ten parameters of every built-in kind, some of them conditional, in up to three levels. */
export const arbitrarySpace: fc.Arbitrary<ParameterSpace<JsonObject>> = fc
  .record({
    first: arbitraryChoice,
    plain: fc.array(parameter, { maxLength: 4 }),
    conditional: fc.array(
      fc.record({
        parent: fc.nat(),
        values: fc.array(arbitraryCoordinate, { minLength: 1, maxLength: 3 }),
        child: fc.oneof(parameter, arbitraryChoice),
      }),
      { maxLength: 5 },
    ),
  })
  .map(({ first, plain, conditional }) => {
    let space = searchSpace({
      first,
      ...Object.fromEntries(plain.map((item, i) => [`plain${i}`, item])),
    }) as unknown as ParameterSpace<Record<string, JsonScalar>>;
    const parents = ["first"];
    conditional.forEach(({ parent, values, child }, i) => {
      const name = parents[parent % parents.length] as string;
      const axis = space.axes.find((candidate) => candidate.name === name);
      const taken = [...new Set(values.map((u) => axis?.decode(u) as JsonScalar))];
      space = space.when(name, taken, { [`child${i}`]: child }) as unknown as typeof space;
      if (["categorical", "ordinal", "boolean", "int"].includes(child.kind)) parents.push(`child${i}`);
    });
    return space as unknown as ParameterSpace<JsonObject>;
  });

/** A space together with a point of it, not snapped. */
export const arbitrarySpaceAndPoint: fc.Arbitrary<{ space: ParameterSpace<JsonObject>; point: Float64Array }> =
  arbitrarySpace.chain((space) =>
    fc
      .array(arbitraryCoordinate, { minLength: space.axes.length, maxLength: space.axes.length })
      .map((coordinates) => ({ space, point: Float64Array.from(coordinates) })),
  );
