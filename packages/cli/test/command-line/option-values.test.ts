import { describe, expect, it } from "vitest";
import { parseDuration } from "../../dist/command-line/option-values.js";

describe("a time on the command line", () => {
  it.each([
    ["500ms", 500],
    ["30s", 30_000],
    ["5m", 300_000],
    ["1.5h", 5_400_000],
    ["2d", 172_800_000],
  ])("%s is %d ms", (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(["", "30", "s", "-5s", "5 s", "1h30m", "1e3s", "0s", "25d"])("refuses %j", (text) => {
    expect(() => parseDuration(text)).toThrow(/Write a number and a unit|between 1ms and 24d/);
  });
});
