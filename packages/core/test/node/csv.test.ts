import { isDeepStrictEqual } from "node:util";
import type { JsonValue, Trial } from "@shac/core";
import { trialsToCsv } from "@shac/core/node";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const trial = (params: Trial["params"], rest: Partial<Trial> = {}): Trial => ({
  number: 0,
  batch: 0,
  state: "complete",
  value: 1,
  attempt: 1,
  params,
  ...rest,
});

/** RFC 4180, read a character at a time. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (isQuoted && c === '"' && text[i + 1] === '"') field += text[++i];
    else if (c === '"') isQuoted = !isQuoted;
    else if (isQuoted || (c !== "," && c !== "\r")) field += c;
    else {
      row.push(field);
      field = "";
      if (c === ",") continue;
      if (text[++i] !== "\n") throw new Error(`no line feed at ${i}`);
      rows.push(row);
      row = [];
    }
  }
  expect([row, field]).toEqual([[], ""]);
  return rows;
}

function readCell(cell: string): JsonValue | undefined {
  if (cell === "") return undefined;
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

function readTrials(csv: string): Record<string, JsonValue | undefined>[] {
  // A file is UTF-8, so the text goes through its bytes.
  const [header = [], ...rows] = readCsv(Buffer.from(csv).toString());
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, readCell(row[i] ?? "")])));
}

describe("trialsToCsv", () => {
  it("writes a row a trial with its outcome, params and metrics", () => {
    const csv = trialsToCsv([
      trial({ rate: 0.5, kind: "a" }, { metrics: { loss: 2 }, elapsedMs: 12.5 }),
      { number: 1, batch: 0, state: "failed", reason: "timeout", attempt: 2, params: { rate: 1, units: [1, 2] } },
    ]);
    expect(csv).toBe(
      [
        "number,batch,state,value,reason,attempt,elapsedMs,params.rate,params.kind,params.units,metrics.loss",
        "0,0,complete,1,,1,12.5,0.5,a,,2",
        '1,0,failed,,timeout,2,,1,,"[1,2]",',
        "",
      ].join("\r\n"),
    );
  });

  it.each([
    ["1", '"""1"""'],
    [1, "1"],
    ["true", '"""true"""'],
    [null, "null"],
    ["null", '"""null"""'],
    ["", '""""""'],
    [" 1", '""" 1"""'],
    ["a,b", '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ["two\nlines", '"two\nlines"'],
    ["grün 漢字", "grün 漢字"],
    [-0, "-0"],
    [[1, -0], '"[1,-0]"'],
    [{ a: [-0], $: "x" }, '"{""a"":[-0],""$"":""x""}"'],
    [1e-300, "1e-300"],
  ])("writes the param %j as %s", (value, cell) => {
    expect(trialsToCsv([trial({ p: value })])).toContain(`,1,,${cell}\r\n`);
  });

  it("can be read back to the very same values", () => {
    const scalar = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom("1", "-", "e", '"', ",", "\n", "\r", " ", "n", "\ud800", "=") }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const params = fc.dictionary(fc.string({ unit: "binary", minLength: 1 }), fc.oneof(scalar, fc.array(scalar)), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(fc.array(params, { minLength: 1, maxLength: 4 }), (list) => {
        const rows = readTrials(trialsToCsv(list.map((each) => trial(each))));
        expect(rows).toHaveLength(list.length);
        // One assertion for all, as there may be thousands; -0 is told from 0.
        const changed = list.flatMap((each, i) =>
          Object.entries(each).filter(([name, value]) => !isDeepStrictEqual(rows[i]?.[`params.${name}`], value)),
        );
        expect(changed).toEqual([]);
      }),
    );
  });
});
