import type { GivenResult, JsonObject, JsonValue, SearchSpace } from "@shac/core";
import type { OptunaState, OptunaTrial } from "./optuna-journal.js";
import { pandasParams, readNumber } from "./pandas-params.js";

/** A trial of Optuna, from whatever file. */
interface Row {
  readonly params: JsonObject;
  readonly state: string;
  readonly value: JsonValue | undefined;
  readonly attributes: Readonly<Record<string, JsonValue | undefined>>;
  readonly reports?: ReadonlyMap<number, number>;
}

const OUTCOMES: readonly string[] = ["COMPLETE", "PRUNED", "FAIL"] satisfies OptunaState[];

/**
 * The trials of a study of Optuna as results. User attributes that are numbers are metrics, others attributes. Left out are trials
 * without an outcome, and those that ended before they had all params of the space, as of these no point is known.
 */
export function resultsFromOptuna(trials: readonly OptunaTrial[], space: SearchSpace): GivenResult[] {
  return resultsOf(
    trials.map(({ values, ...trial }) => ({ ...trial, value: values[0] })),
    space,
  );
}

/** Whether a header is that of what `study.trials_dataframe().to_csv()` writes. */
export function isOptunaDataframe(header: readonly string[]): boolean {
  return header.includes("state") && header.some((name) => name.startsWith("params_"));
}

/** @throws Error about the column that does not fit, or of several objectives */
export function resultsFromDataframe(
  header: readonly string[],
  lines: readonly (readonly string[])[],
  space: SearchSpace,
): GivenResult[] {
  if (header.includes("values_0")) throw new Error("it has several objectives, and a study here has one");
  const paramsOf = pandasParams(space, header, "params_");
  const column = (cells: readonly string[], name: string): string => cells[header.indexOf(name)] ?? "";
  const rows = lines.map((cells, i) => ({
    params: paramsOf(cells, `row ${i + 1}`),
    state: column(cells, "state"),
    value: readNumber(column(cells, "value")),
    attributes: Object.fromEntries(
      header.flatMap((name, k) => {
        const [, attribute] = /^user_attrs_(.*)$/s.exec(name) ?? [];
        return attribute === undefined || cells[k] === "" ? [] : [[attribute, readNumber(cells[k] ?? "")] as const];
      }),
    ),
  }));
  return resultsOf(rows, space);
}

function resultsOf(rows: readonly Row[], space: SearchSpace): GivenResult[] {
  return rows.filter(({ state, params }) => isKnown(state, params, space)).map(resultOf);
}

function isKnown(state: string, params: JsonObject, space: SearchSpace): boolean {
  if (!OUTCOMES.includes(state)) return false;
  if (state === "COMPLETE") return true;
  try {
    space.encode(params);
    return true;
  } catch {
    return false;
  }
}

function resultOf({ params, state, value, attributes, reports = new Map() }: Row): GivenResult {
  const given = Object.entries(attributes);
  const metrics = given.filter(([, attribute]) => typeof attribute === "number" && Number.isFinite(attribute));
  const others = given.filter((entry) => !metrics.includes(entry));
  // Optuna takes steps in any order.
  const reported = [...reports].sort(([a], [b]) => a - b).map(([step, own]) => ({ step, value: own }));
  const parts = {
    params,
    ...(metrics.length === 0 ? {} : { metrics: Object.fromEntries(metrics) as Record<string, number> }),
    ...(others.length === 0 ? {} : { attributes: Object.fromEntries(others) }),
    ...(reported.length === 0 ? {} : { reports: reported }),
  };
  if (state === "PRUNED") return { ...parts, state: "pruned" };
  if (state === "FAIL") return { ...parts, state: "failed" };
  if (typeof value === "number" && Number.isFinite(value)) return { ...parts, value };
  return { ...parts, state: "failed", reason: "invalid-value" };
}
