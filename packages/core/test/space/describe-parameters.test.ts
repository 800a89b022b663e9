import {
  categorical,
  customParameter,
  float,
  int,
  type JsonObject,
  type ParameterDescription,
  type SearchSpace,
  Study,
  searchSpace,
  vector,
} from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryCoordinate, arbitrarySpace } from "./arbitrary-space.js";

function parametersOf<P>(space: SearchSpace<P>): readonly ParameterDescription[] {
  return new Study({ space }).parameters;
}

describe("the parameters of a study", () => {
  it("are one for each axis, and tell its values from its coordinates", () => {
    fc.assert(
      fc.property(arbitrarySpace, arbitraryCoordinate, arbitraryCoordinate, (space, first, second) => {
        const { axes } = space;
        const parameters = parametersOf(space as SearchSpace<JsonObject>);
        expect(parameters.map(({ name }) => name)).toEqual(axes.map(({ name }) => name));
        for (const [i, { choices, count, kind, min, step, valueAt }] of parameters.entries()) {
          const axis = axes[i] as (typeof axes)[number];
          const u = axis.snap(first);
          const value = axis.decode(u);
          expect(valueAt(Math.min(first, second))).toBeLessThanOrEqual(valueAt(Math.max(first, second)));
          if (axis.cells > 0) expect(count).toBe(axis.cells);
          if (choices !== undefined) {
            expect(choices[Math.round(valueAt(u))]).toBe(value);
            expect([valueAt(0), valueAt(1)]).toEqual([-0.5, choices.length - 0.5]);
          } else {
            const tolerance = step === undefined ? 1e-9 * Math.max(1, Math.abs(value as number)) : step / 2;
            expect(Math.abs(valueAt(u) - (value as number))).toBeLessThanOrEqual(tolerance * (1 + 1e-9));
            if (kind !== "normal")
              expect(Math.abs((axis.decode(0) as number) - (min as number))).toBeLessThanOrEqual(tolerance);
          }
        }
      }),
    );
  });

  it("say where their values are in params, and when they take part", () => {
    const space = searchSpace({ optimizer: categorical(["sgd", "adam"]), layers: int(1, 3) })
      .when("layers", [2, 3], { units: vector(int(8, 64, { step: 8 }), 2) })
      .when("optimizer", "sgd", { nesterov: categorical([true, false]) })
      .when("nesterov", true, { momentum: float(0.5, 0.99, { log: true }) })
      .where("anything", () => true);
    expect(parametersOf(space)).toEqual(
      [
        {
          name: "optimizer",
          parameter: "optimizer",
          kind: "categorical",
          log: false,
          choices: ["sgd", "adam"],
          count: 2,
        },
        { name: "layers", parameter: "layers", kind: "int", log: false, min: 1, max: 3, step: 1, count: 3 },
        ...[0, 1].map((element) => ({
          name: `units[${element}]`,
          parameter: "units",
          element,
          kind: "int",
          log: false,
          min: 8,
          max: 64,
          step: 8,
          count: 8,
          condition: "layers = 2 or 3",
        })),
        {
          name: "nesterov",
          parameter: "nesterov",
          kind: "categorical",
          log: false,
          choices: [true, false],
          count: 2,
          condition: 'optimizer = "sgd"',
        },
        {
          name: "momentum",
          parameter: "momentum",
          kind: "float",
          log: true,
          min: 0.5,
          max: 0.99,
          condition: 'optimizer = "sgd", nesterov = true',
        },
      ].map((description) => ({ ...description, valueAt: expect.any(Function) })),
    );
  });

  it("count the values of a registered kind", () => {
    const dial = customParameter({
      kind: "dial of the description test",
      cells: ({ marks }: { marks: number }) => marks,
      fromUnit: (u, { marks }) => Math.floor(u * marks),
      toUnit: (value: number, { marks }) => (value + 0.5) / marks,
    });
    expect(parametersOf(searchSpace({ dial: dial({ marks: 7 }) }))).toMatchObject([{ kind: "custom", count: 7 }]);
  });
});
