import { readFile } from "node:fs/promises";
import type { GivenResult, JsonValue } from "@shac/core";
import { UsageError } from "../usage-error.js";
import { parseCsv } from "./parse-csv.js";

/** What the columns of a CSV that are no params are called; `id` and `scores` in the files of pyshac. */
const NUMBERS = ["id"];
const VALUES = ["value", "scores"];

type Row = GivenResult & { readonly state?: string };

/**
 * Results of a JSON or CSV file: those of `shac export`, of which only complete trials count, or columns of params and one
 * named `value` or `scores`.
 *
 * @throws UsageError
 */
export async function readResults(file: string): Promise<GivenResult[]> {
  const text = await readFile(file, "utf8").catch((cause: Error) => {
    throw new UsageError(`Cannot read ${JSON.stringify(file)}: ${cause.message}.`, { cause });
  });
  let rows: readonly Row[];
  try {
    rows = file.endsWith(".json") ? readJson(text) : readCsv(text);
  } catch (cause) {
    const reason = (cause as Error).message.replaceAll(/\s+/g, " ");
    throw new UsageError(`${file} cannot be imported: ${reason}.`, { cause });
  }
  return rows
    .filter(({ state = "complete" }) => state === "complete")
    .map(({ params, value, metrics }) => ({
      params,
      ...(value === undefined ? {} : { value }),
      ...(metrics === undefined ? {} : { metrics }),
    }));
}

function readJson(text: string): readonly Row[] {
  const rows: unknown = JSON.parse(text);
  const isRow = (row: unknown): boolean => typeof row === "object" && row !== null && "params" in row;
  if (Array.isArray(rows) && rows.every(isRow)) return rows;
  throw new Error("it must be a list of objects with params and value");
}

function readCsv(text: string): readonly Row[] {
  const [header = [], ...lines] = parseCsv(text);
  const valueColumn = header.findIndex((name) => VALUES.includes(name));
  if (valueColumn === -1) throw new Error("it has no column value or scores");
  const isExport = header.some((name) => name.startsWith("params."));
  return lines.map((cells, i) => {
    if (cells.length !== header.length) {
      throw new Error(`row ${i + 1} has ${cells.length} cells, and the header ${header.length}`);
    }
    const present = header.flatMap((name, k) => (cells[k] === "" ? [] : [[name, readCell(cells[k] ?? "")] as const]));
    const under = (prefix: string) =>
      present.flatMap(([name, cell]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), cell] as const] : []));
    const plain = present.filter(([name]) => !NUMBERS.includes(name) && !VALUES.includes(name));
    const { state } = Object.fromEntries(present);
    const metrics = isExport ? under("metrics.") : [];
    return {
      params: Object.fromEntries(isExport ? under("params.") : plain),
      value: readCell(cells[valueColumn] ?? "") as number,
      ...(metrics.length === 0 ? {} : { metrics: Object.fromEntries(metrics) as Record<string, number> }),
      ...(isExport && typeof state === "string" ? { state } : {}),
    };
  });
}

/** A cell that parses as JSON is that value, any other a string. */
function readCell(cell: string): JsonValue {
  try {
    return JSON.parse(cell) as JsonValue;
  } catch {
    return cell;
  }
}
