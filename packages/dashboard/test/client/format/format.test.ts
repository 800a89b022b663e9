import fc from "fast-check";
import { expect, it } from "vitest";
import { formatMilliseconds, formatSeconds } from "../../../src/client/format/duration.js";
import { formatAge } from "../../../src/client/format/moment.js";
import { formatNumber, formatPercent, formatRate } from "../../../src/client/format/number.js";

it("writes numbers in at most six significant digits, none of them wrong", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), (value) => {
      expect(Math.abs(Number(formatNumber(value)) - value)).toBeLessThanOrEqual(Math.abs(value) * 6e-5);
      expect(formatNumber(value).length).toBeLessThanOrEqual(12);
    }),
  );
  expect([0.000041603241578, 3, 123456789, 1.5, 0.1 + 0.2, 1e300, -0.00001].map(formatNumber)).toEqual([
    "4.1603e-5",
    "3",
    "123456789",
    "1.5",
    "0.3",
    "1e300",
    "-1e-5",
  ]);
});

it("has a dash where there is no number", () => {
  expect([null, undefined, Number.NaN, Number.POSITIVE_INFINITY].map(formatNumber)).toEqual(["–", "–", "–", "–"]);
});

it("writes shares so that a small one is not nothing", () => {
  expect([1, 0.999, 0.074, 0.0000231, 0].map(formatPercent)).toEqual(["100 %", "99.9 %", "7.4 %", "0.0023 %", "0 %"]);
});

it("writes speeds and lengths of time in units that fit", () => {
  expect([123.456, 0.0123456, 4321.9].map(formatRate)).toEqual(["123", "0.0123", "4,322"]);
  expect([0.04, 9.96, 59, 60, 125, 3600, 7380, 90_000].map(formatSeconds)).toEqual([
    "0 s",
    "10 s",
    "59 s",
    "1 min",
    "2 min 5 s",
    "1 h",
    "2 h 3 min",
    "1 d 1 h",
  ]);
  expect([0.0123, 9.5, 120.4, 4200].map(formatMilliseconds)).toEqual(["0.012 ms", "9.5 ms", "120 ms", "4.2 s"]);
});

it("tells an age by its largest unit", () => {
  const now = Date.parse("2026-01-02T00:00:00Z");
  const ages = ["2026-01-01T23:59:58Z", "2026-01-01T23:55:30Z", "2025-12-20T12:00:00Z", "nonsense"];
  expect(ages.map((iso) => formatAge(iso, now))).toEqual(["just now", "4 min ago", "12 d ago", "nonsense"]);
});
