import type { FailureReason, GivenResult, JsonValue, SearchSpace, TrialState } from "@shac/core";
import { UsageError } from "../usage-error.js";
import { isOptunaJournal, type OptunaStudy, readOptunaJournal } from "./optuna-journal.js";
import { isOptunaDataframe, resultsFromDataframe, resultsFromOptuna } from "./optuna-results.js";
import { parseCsv } from "./parse-csv.js";
import { isPyshacDataset, readPyshacDataset } from "./pyshac-dataset.js";
import { readText } from "./read-text.js";

/** The column of a CSV that is no parameter. */
const VALUE = "value";

/** Results of a file, once it is known of which space. @throws UsageError when they do not fit it */
type ResultsFor = (space: SearchSpace) => readonly GivenResult[];

export interface ResultsFile {
  readonly resultsFor: ResultsFor;
  /** How many there are, those without an outcome included. */
  readonly count: number;
  /** Where the file says which study they are of. */
  readonly study?: OptunaStudy;
}

/**
 * Results of a JSON or CSV file: those of `shac export`; columns of params and one named `value`; the `dataset.csv` of pyshac; a
 * journal of Optuna, or the CSV of its `trials_dataframe()`. Trials without an outcome are left out.
 *
 * @param from the study of an Optuna journal that has several
 * @throws UsageError
 */
export async function readResults(file: string, from?: string): Promise<ResultsFile> {
  const text = await readText(file);
  const explained = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      const reason = (cause as Error).message.replaceAll(/\s+/g, " ");
      throw new UsageError(`${file} cannot be imported: ${reason}.`, { cause });
    }
  };
  const { resultsFor, ...known } = explained(() => parseResults(file, text, from));
  return { ...known, resultsFor: (space) => explained(() => resultsFor(space)) };
}

function parseResults(file: string, text: string, from: string | undefined): ResultsFile {
  if (isOptunaJournal(text)) {
    const study = chooseStudy(readOptunaJournal(text), from);
    return { study, count: study.trials.length, resultsFor: (space) => resultsFromOptuna(study.trials, space) };
  }
  if (from !== undefined) throw new Error("it is no journal of Optuna, from which --from could choose a study");
  return file.endsWith(".json") ? readJson(text) : readCsv(text);
}

function chooseStudy(studies: readonly OptunaStudy[], from: string | undefined): OptunaStudy {
  const names = studies.map(({ name }) => JSON.stringify(name)).join(", ");
  const [first, ...others] = studies.filter(({ name }) => from === undefined || name === from);
  if (studies.length === 0) throw new Error("it holds no study");
  if (first === undefined) throw new Error(`it has no study ${JSON.stringify(from)}, but ${names}`);
  if (others.length > 0) throw new Error(`it has several studies, choose one by --from: ${names}`);
  if (first.directions.length === 1) return first;
  throw new Error(`its study ${JSON.stringify(first.name)} has several objectives, and a study here has one`);
}

/** Rows of which the outcome is known; in JSON a member may be null where a trial has none. */
function withOutcome(rows: readonly GivenResult[]): readonly GivenResult[] {
  const known = rows.filter(({ state }) => state !== "waiting" && state !== "running");
  return known.map(({ params, ...outcome }) => {
    return { params, ...Object.fromEntries(Object.entries(outcome).filter(([, part]) => part !== null)) };
  });
}

function readJson(text: string): ResultsFile {
  const rows: unknown = JSON.parse(text);
  const isRow = (row: unknown): boolean => typeof row === "object" && row !== null && "params" in row;
  if (Array.isArray(rows) && rows.every(isRow)) return { count: rows.length, resultsFor: () => withOutcome(rows) };
  throw new Error("it must be a list of objects with params and value");
}

function readCsv(text: string): ResultsFile {
  const [header = [], ...lines] = parseCsv(text);
  const short = lines.findIndex(({ length }) => length !== header.length);
  if (short >= 0) {
    throw new Error(`row ${short + 1} has ${lines[short]?.length} cells, and the header ${header.length}`);
  }
  const count = lines.length;
  if (isPyshacDataset(header)) return { count, resultsFor: (space) => readPyshacDataset(header, lines, space) };
  if (isOptunaDataframe(header)) return { count, resultsFor: (space) => resultsFromDataframe(header, lines, space) };
  if (!header.includes(VALUE)) throw new Error("it has no column value, nor id and scores as pyshac writes them");
  const isExport = header.some((name) => name.startsWith("params."));
  const rows = lines.map((cells) => (isExport ? readExported(header, cells) : readPlain(header, cells)));
  return { count, resultsFor: () => withOutcome(rows) };
}

/** The cells that are not empty, by column. */
function presentCells(header: readonly string[], cells: readonly string[]): (readonly [string, JsonValue])[] {
  return header.flatMap((name, k) => (cells[k] === "" ? [] : [[name, readCell(cells[k] ?? "")] as const]));
}

function readPlain(header: readonly string[], cells: readonly string[]): GivenResult {
  const present = presentCells(header, cells);
  const params = Object.fromEntries(present.filter(([name]) => name !== VALUE));
  return { params, value: Object.fromEntries(present)[VALUE] as number };
}

function readExported(header: readonly string[], cells: readonly string[]): GivenResult {
  const present = presentCells(header, cells);
  const under = (prefix: string) =>
    present.flatMap(([name, cell]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), cell] as const] : []));
  const { state, value, reason } = Object.fromEntries(present);
  const metrics = under("metrics.");
  return {
    params: Object.fromEntries(under("params.")),
    ...(value === undefined ? {} : { value: value as number }),
    ...(metrics.length === 0 ? {} : { metrics: Object.fromEntries(metrics) as Record<string, number> }),
    ...(state === undefined ? {} : { state: state as TrialState }),
    ...(reason === undefined ? {} : { reason: reason as FailureReason }),
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
