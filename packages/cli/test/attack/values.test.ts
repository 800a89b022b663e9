import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { type JsonValue, type SearchSpace, Study, type StudyDefinition, type Trial } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { beforeAll, describe, expect, it } from "vitest";
import values, { VALUES } from "../fixtures/values-study.js";
import { createWorkspace } from "../workspace.js";

const { path, read, shac } = createWorkspace();
const file = fileURLToPath(new URL("../fixtures/values-study.ts", import.meta.url));

/** The trials of a study that never left its process. */
let trials: readonly Trial[];

beforeAll(async () => {
  const study = new Study(values as unknown as StudyDefinition<SearchSpace>);
  await study.fit();
  trials = study.trials;
  expect((await shac("run", file, "--quiet")).code).toBe(0);
});

/** Numbers of the trials that are not given back as they were, -0 told from 0; values of this length make no readable diff. */
function changed(rows: readonly object[], expected: (trial: Trial) => object): number[] {
  expect(rows).toHaveLength(trials.length);
  return trials.flatMap((trial, i) => (isDeepStrictEqual(rows[i], expected(trial)) ? [] : [trial.number]));
}

/** A trial without what differs from run to run. */
const outcome = ({ elapsedMs: _, error: __, ...trial }: Trial): object => trial;

/** By RFC 4180; a cell that parses as JSON is that value, an empty one is absent. */
function readCsv(text: string): Record<string, JsonValue>[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
  }
  expect(rows.pop()).toEqual([]);
  const [head = [], ...body] = rows;
  return body.map((cells) =>
    Object.fromEntries(head.flatMap((name, i) => (cells[i] === "" ? [] : [[name, readCell(cells[i] as string)]]))),
  );
}

function readCell(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

describe("every value survives", () => {
  it("a search, each choice as it was given", () => {
    const seen = new Set(trials.flatMap(({ params: { value, $ } }) => [value, ...($ as JsonValue[])]));
    expect(seen).toEqual(new Set(VALUES));
    for (const { params } of trials) {
      for (const value of Object.values(params).flat()) {
        expect(VALUES.some((choice) => Object.is(choice, value))).toBe(true);
      }
    }
    expect(new Set(trials.map(({ state }) => state))).toEqual(new Set(["complete", "failed"]));
  });

  it("the journal of another process", async () => {
    const saved = await Study.restore(journalStorage(`${path}/.shac`), "values");
    expect(changed(saved.trials.map(outcome), outcome)).toEqual([]);
    const said = (list: readonly Trial[]) => list.map(({ error }) => [error?.message, error?.cause?.message]);
    expect(said(saved.trials)).toEqual(said(trials));
  });

  it.each(["pipe", "file"])("JSON, through a %s", async (way) => {
    const rows = JSON.parse(await exported("json", way)) as Record<string, unknown>[];
    const given = rows.map(({ value, reason, elapsedMs: _, error: __, ...row }) => ({
      ...row,
      ...(value !== null && { value }),
      ...(reason !== null && { reason }),
    }));
    expect(changed(given, outcome)).toEqual([]);
  });

  it.each(["pipe", "file"])("CSV, through a %s", async (way) => {
    const rows = readCsv(await exported("csv", way));
    const nested = rows.map((row) => {
      const params: Record<string, JsonValue> = {};
      const metrics: Record<string, JsonValue> = {};
      const rest: Record<string, JsonValue> = {};
      for (const [name, value] of Object.entries(row)) {
        if (name.startsWith("params.")) params[name.slice(7)] = value;
        else if (name.startsWith("metrics.")) metrics[name.slice(8)] = value;
        else if (name !== "elapsedMs") rest[name] = value;
      }
      return { ...rest, params, ...(rest.state === "complete" && { metrics }) };
    });
    expect(changed(nested, ({ elapsedMs: _, error: __, attributes: ___, ...trial }) => trial)).toEqual([]);
  });
});

async function exported(format: "csv" | "json", way: string): Promise<string> {
  const words = ["export", "values", "--format", format];
  if (way === "pipe") return (await shac(...words)).stdout;
  await shac(...words, "-o", "values");
  return read("values");
}
