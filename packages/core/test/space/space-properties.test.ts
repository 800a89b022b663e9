import {
  canonicalJson,
  describeSpace,
  int,
  type JsonObject,
  type JsonScalar,
  searchSpace,
  spaceFromJson,
} from "@shac/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { arbitraryChoice, arbitraryCoordinate, arbitrarySpace, arbitrarySpaceAndPoint } from "./arbitrary-space.js";

/** Whether neighbouring coordinates can have different values everywhere along the axis. */
function isContinuous(axis: { snap(u: number): number }): boolean {
  return axis.snap(0.123) === 0.123 && axis.snap(0.456) === 0.456;
}

/** The params' names that the JSON of the space calls for, worked out from the conditions alone. */
function namesCalledFor(json: JsonObject, params: JsonObject): string[] {
  const present: string[] = [];
  for (const { name, when } of json.parameters as readonly JsonObject[]) {
    const rule = when as { parent: string; values: JsonScalar[] } | undefined;
    const holds =
      rule === undefined || (present.includes(rule.parent) && rule.values.includes(params[rule.parent] as JsonScalar));
    if (holds) present.push(name as string);
  }
  return present;
}

it("encodes what it decodes: exactly where there are cells, to 1e-12 elsewhere", () => {
  fc.assert(
    fc.property(arbitrarySpaceAndPoint, ({ space, point }) => {
      const encoded = space.encode(space.decode(point), point);
      const snapped = space.snap(point);
      space.axes.forEach((axis, i) => {
        if (isContinuous(axis)) expect(Math.abs((encoded[i] as number) - (snapped[i] as number))).toBeLessThan(1e-12);
        else expect(encoded[i]).toBe(snapped[i]);
      });
    }),
  );
});

it("decodes what it encodes, and a snapped point to the same params", () => {
  fc.assert(
    fc.property(arbitrarySpaceAndPoint, ({ space, point }) => {
      const params = space.decode(point);
      expect(space.decode(space.snap(point))).toEqual(params);
      const again = space.decode(space.encode(params, point));
      expect(Object.keys(again)).toEqual(Object.keys(params));
      for (const [name, value] of Object.entries(params)) {
        const values = [value].flat() as JsonScalar[];
        const others = [again[name]].flat() as JsonScalar[];
        space.axes
          .filter((axis) => axis.name === name || axis.name.startsWith(`${name}[`))
          .forEach((axis, i) => {
            if (!isContinuous(axis)) expect(others[i]).toBe(values[i]);
            // A continuous value is only as exact as its coordinate: on the scale of the range, or of the value.
            else expect(Math.abs(Number(others[i]) - Number(values[i]))).toBeLessThan(1e-10);
          });
      }
    }),
  );
});

it("leaves out exactly the parameters whose condition does not hold", () => {
  fc.assert(
    fc.property(arbitrarySpaceAndPoint, ({ space, point }) => {
      const params = space.decode(point);
      expect(Object.keys(params)).toEqual(namesCalledFor(space.toJSON(), params));
      space.axes.forEach((axis, i) => {
        expect(space.isActive(point, i)).toBe(axis.name.replace(/\[\d+\]$/, "") in params);
      });
      expect(space.admits(point)).toBe(true);
    }),
  );
});

it("keeps hidden coordinates through encode, snapped", () => {
  fc.assert(
    fc.property(arbitrarySpaceAndPoint, ({ space, point }) => {
      const encoded = space.encode(space.decode(point), point);
      space.axes.forEach((axis, i) => {
        if (!space.isActive(point, i)) expect(encoded[i]).toBe(axis.snap(point[i] as number));
      });
    }),
  );
});

it("survives JSON with equal behaviour", () => {
  fc.assert(
    fc.property(arbitrarySpaceAndPoint, ({ space, point }) => {
      const text = JSON.stringify(space);
      const again = spaceFromJson(JSON.parse(text));
      expect(JSON.stringify(again)).toBe(text);
      expect(again.decode(point)).toEqual(space.decode(point));
      expect(again.snap(point)).toEqual(space.snap(point));
      expect(again.axes.map(({ name, cells, ordered }) => ({ name, cells, ordered }))).toEqual(
        space.axes.map(({ name, cells, ordered }) => ({ name, cells, ordered })),
      );
    }),
  );
});

it("has a line for each parameter, and another for another definition", () => {
  fc.assert(
    fc.property(arbitrarySpace, arbitrarySpace, (a, b) => {
      const lines = describeSpace(a.toJSON());
      expect(lines).toHaveLength((a.toJSON().parameters as readonly unknown[]).length);
      const equal = canonicalJson(a.toJSON()) === canonicalJson(b.toJSON());
      expect(lines.join("\n") === describeSpace(b.toJSON()).join("\n")).toBe(equal);
    }),
  );
});

const arbitraryAxis = arbitraryChoice.map((parameter) => {
  const [axis] = searchSpace({ x: parameter }).axes;
  return axis as NonNullable<typeof axis>;
});
const threshold = fc.oneof(arbitraryCoordinate, fc.constantFrom(1, 1 + 1e-9, -1e-9));

it("moves a threshold to the edge that parts the same cells", () => {
  fc.assert(
    fc.property(arbitraryAxis, threshold, arbitraryCoordinate, (axis, t, u) => {
      const edge = axis.edge(t);
      expect(axis.snap(u) < edge).toBe(axis.snap(u) < t);
      expect(u < edge).toBe(axis.snap(u) < edge);
      expect(axis.edge(edge)).toBe(edge);
      expect(edge).toBeGreaterThanOrEqual(0);
      expect(edge).toBeLessThanOrEqual(1);
    }),
  );
});

it("keeps the centre of a cell within it, beside its edges", () => {
  fc.assert(
    fc.property(arbitraryAxis, arbitraryCoordinate, (axis, u) => {
      const centre = axis.snap(u);
      expect(axis.snap(centre)).toBe(centre);
      expect(axis.edge(centre)).toBeLessThan(centre);
      expect(axis.decode(centre)).toBe(axis.decode(u));
    }),
  );
});

it("cuts equal cells at i / cells", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.double({ min: 0, max: 1, noNaN: true }), (count, share) => {
      const [axis] = searchSpace({ x: int(0, count - 1) }).axes;
      const cell = Math.min(Math.floor(share * count), count - 1);
      expect(axis?.cells).toBe(count);
      expect(axis?.decode(cell / count)).toBe(cell);
      expect(axis?.snap(cell / count)).toBe((cell + 0.5) / count);
      if (cell > 0)
        expect(axis?.decode(cell / count - 2 ** -54)).toBe(cell / count - 2 ** -54 < cell / count ? cell - 1 : cell);
    }),
  );
});
