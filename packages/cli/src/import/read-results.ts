import { readFile } from "node:fs/promises";
import type { GivenResult, JsonValue, SearchSpace } from "@shac/core";
import { UsageError } from "../usage-error.js";
import { parseCsv } from "./parse-csv.js";
import { isPyshacDataset, readPyshacDataset } from "./pyshac-dataset.js";

/** The column of a CSV that is no parameter. */
const VALUE = "value";

type Row = GivenResult & { readonly state?: string };

/** Results, once it is known of which space. @throws UsageError when they do not fit it */
export type ResultsFor = (space: SearchSpace) => readonly GivenResult[];

/**
 * Results of a JSON or CSV file: those of `shac export`, of which only complete trials count; columns of params and one
 * named `value`; or the `dataset.csv` of pyshac.
 *
 * @throws UsageError
 */
export async function readResults(file: string): Promise<ResultsFor> {
  const text = await readFile(file, "utf8").catch((cause: Error) => {
    throw new UsageError(`Cannot read ${JSON.stringify(file)}: ${cause.message}.`, { cause });
  });
  const explained = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      const reason = (cause as Error).message.replaceAll(/\s+/g, " ");
      throw new UsageError(`${file} cannot be imported: ${reason}.`, { cause });
    }
  };
  const rowsFor = explained(() => (file.endsWith(".json") ? readJson(text) : readCsv(text)));
  return (space) => completeOnes(explained(() => rowsFor(space)));
}

function completeOnes(rows: readonly Row[]): readonly GivenResult[] {
  return rows
    .filter(({ state = "complete" }) => state === "complete")
    .map(({ params, value, metrics }) => ({
      params,
      ...(value === undefined ? {} : { value }),
      ...(metrics === undefined ? {} : { metrics }),
    }));
}

function readJson(text: string): () => readonly Row[] {
  const rows: unknown = JSON.parse(text);
  const isRow = (row: unknown): boolean => typeof row === "object" && row !== null && "params" in row;
  if (Array.isArray(rows) && rows.every(isRow)) return () => rows;
  throw new Error("it must be a list of objects with params and value");
}

function readCsv(text: string): (space: SearchSpace) => readonly Row[] {
  const [header = [], ...lines] = parseCsv(text);
  const short = lines.findIndex(({ length }) => length !== header.length);
  if (short >= 0) {
    throw new Error(`row ${short + 1} has ${lines[short]?.length} cells, and the header ${header.length}`);
  }
  if (isPyshacDataset(header)) return (space) => readPyshacDataset(header, lines, space);
  if (!header.includes(VALUE)) throw new Error("it has no column value, nor id and scores as pyshac writes them");
  const isExport = header.some((name) => name.startsWith("params."));
  const rows = lines.map((cells) => (isExport ? readExported(header, cells) : readPlain(header, cells)));
  return () => rows;
}

/** The cells that are not empty, by column. */
function presentCells(header: readonly string[], cells: readonly string[]): (readonly [string, JsonValue])[] {
  return header.flatMap((name, k) => (cells[k] === "" ? [] : [[name, readCell(cells[k] ?? "")] as const]));
}

function readPlain(header: readonly string[], cells: readonly string[]): Row {
  const present = presentCells(header, cells);
  const params = Object.fromEntries(present.filter(([name]) => name !== VALUE));
  return { params, value: Object.fromEntries(present)[VALUE] as number };
}

function readExported(header: readonly string[], cells: readonly string[]): Row {
  const present = presentCells(header, cells);
  const under = (prefix: string) =>
    present.flatMap(([name, cell]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), cell] as const] : []));
  const { state, value } = Object.fromEntries(present);
  const metrics = under("metrics.");
  return {
    params: Object.fromEntries(under("params.")),
    value: value as number,
    ...(metrics.length === 0 ? {} : { metrics: Object.fromEntries(metrics) as Record<string, number> }),
    ...(typeof state === "string" ? { state } : {}),
  };
}

/** A cell that parses as JSON is that value, any other a string. */
function readCell(cell: string): JsonValue {
  try {
    return JSON.parse(cell) as JsonValue;
  } catch {
    return cell;
  }
}
