import { categorical, float, InvalidSpaceError, int, normal, searchSpace, vector } from "@shac/core";
import { describe, expect, it } from "vitest";

const wrong = (value: unknown): never => value as never;

describe("encode", () => {
  const space = searchSpace({
    rate: float(1, 2),
    share: float(0, 1, { step: 0.1 }),
    layers: int(2, 10, { step: 2 }),
    act: categorical(["relu", 1, null]),
    z: normal(0, 1),
    units: vector(int(1, 9), 2),
  });
  const params = { rate: 1.5, share: 0.3, layers: 4, act: null, z: 0, units: [1, 9] as [number, number] };

  it("takes both bounds, and values that are off by rounding", () => {
    expect(space.decode(space.encode({ ...params, rate: 2, share: 0.1 + 0.2 }))).toEqual({ ...params, rate: 2 });
    expect(space.encode({ ...params, rate: 2 })[0]).toBeLessThan(1);
    expect(space.encode({ ...params, rate: 1 })[0]).toBe(0);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ rate: 2.5 }, 'Parameter "rate": 2.5 does not fit; give a number from 1 to 2.'],
    [{ rate: "1.5" }, 'Parameter "rate": "1.5" does not fit; give a number from 1 to 2.'],
    [{ rate: Number.NaN }, 'Parameter "rate": NaN does not fit; give a number from 1 to 2.'],
    [{ share: 0.35001 }, 'Parameter "share": 0.35001 is off the steps of 0.1 from 0; the nearest is 0.4.'],
    [{ layers: 5 }, 'Parameter "layers": 5 is none of its integers; the nearest is 6.'],
    [{ layers: 4.0000001 }, 'Parameter "layers": 4.0000001 is none of its integers; the nearest is 4.'],
    [{ act: "1" }, 'Parameter "act": "1" is no choice; give one of "relu", 1, null.'],
    [{ z: Number.POSITIVE_INFINITY }, 'Parameter "z": Infinity does not fit; give a finite number.'],
    [{ z: "0" }, 'Parameter "z": "0" does not fit; give a finite number.'],
    [{ units: [1] }, 'Parameter "units": [1] does not fit; give a list of 2 values.'],
    [{ units: 3 }, 'Parameter "units": 3 does not fit; give a list of 2 values.'],
    [{ units: [1, 0] }, 'Parameter "units[1]": 0 does not fit; give a number from 1 to 9.'],
    [{ rate: undefined }, 'Parameter "rate": its value is missing; give one.'],
    [{ ratee: 1 }, 'Parameter "ratee": it is not in the space; there are rate, share, layers, act, z, units.'],
  ])("refuses %j", (change, message) => {
    expect(() => space.encode(wrong({ ...params, ...change }))).toThrow(new InvalidSpaceError(message));
  });

  it.each([[null], [undefined], [[1]], ["x"]])("refuses %j for params", (value) => {
    expect(() => space.encode(wrong(value))).toThrow("give an object with a value for each parameter.");
  });
});

it("reaches every value of every kind through its own coordinate", () => {
  const kinds = [int(-5, 300), int(1, 300, { log: true }), float(0.25, 60, { step: 0.25, log: true })];
  for (const kind of kinds) {
    const space = searchSpace({ x: kind });
    const [first, last] = [space.decode(Float64Array.of(0)).x, space.decode(Float64Array.of(1 - 2 ** -53)).x];
    const step = first < 1 && first > 0 ? 0.25 : 1;
    for (let x = first; x <= last; x += step) expect(space.decode(space.encode({ x }))).toEqual({ x });
    expect([first, last]).toEqual(
      [
        [-5, 300],
        [1, 300],
        [0.25, 60],
      ][kinds.indexOf(kind)],
    );
  }
});
