import type { JsonObject, JsonValue } from "@shac/core";
import { parsePythonJson } from "./python-json.js";

/** A distribution as Optuna writes it: `{"name": "FloatDistribution", "attributes": {"low": 0.0, ...}}`. */
export interface OptunaDistribution {
  readonly name: string;
  readonly attributes: JsonObject;
}

/** Optuna's states in the order of their numbers. */
const STATES = ["RUNNING", "COMPLETE", "PRUNED", "FAIL", "WAITING"] as const;

export type OptunaState = (typeof STATES)[number];

export interface OptunaTrial {
  state: OptunaState;
  values: readonly (number | null)[];
  readonly params: Record<string, JsonValue>;
  readonly distributions: Record<string, OptunaDistribution>;
  readonly attributes: Record<string, JsonValue | undefined>;
  /** Intermediate values by step. */
  readonly reports: Map<number, number>;
}

export interface OptunaStudy {
  readonly name: string;
  readonly directions: readonly ("minimize" | "maximize")[];
  readonly trials: OptunaTrial[];
}

/** Whether a text is that of a file of Optuna's JournalFileBackend. */
export function isOptunaJournal(text: string): boolean {
  return /^\s*\{\s*"op_code":/.test(text);
}

/**
 * The studies of a file of Optuna's JournalFileBackend, replayed as Optuna 4 and 5 do: a last line without its end was torn by a
 * kill and does not count, nor does what comes for a trial after its outcome.
 *
 * @throws Error naming the line that is no record
 */
export function readOptunaJournal(text: string): readonly OptunaStudy[] {
  const replay = new Replay();
  const lines = text.split("\n").slice(0, -1);
  for (const [i, line] of lines.entries()) {
    try {
      replay.apply(parsePythonJson(line) as JsonObject);
    } catch (cause) {
      throw new Error(`line ${i + 1} is no record of Optuna: ${(cause as Error).message}`, { cause });
    }
  }
  return [...replay.studies.values()];
}

class Replay {
  /** By id. */
  readonly studies: Map<number, OptunaStudy> = new Map();
  readonly #trials: OptunaTrial[] = [];
  #nextStudy = 0;

  /** By Optuna's numbers of operations; those that are left out have no part in an import. */
  readonly #operations: readonly (((record: JsonObject) => void) | undefined)[] = [
    (record) => this.#createStudy(record),
    (record) => void this.studies.delete(numberOf(record, "study_id")),
    undefined,
    undefined,
    (record) => this.#createTrial(record),
    (record) => {
      const distribution = distributionOf(record.distribution);
      this.#open(record, (trial) =>
        setParam(trial, textOf(record, "param_name"), record.param_value_internal, distribution),
      );
    },
    (record) => {
      const state = stateOf(record.state);
      this.#open(record, (trial) => {
        trial.state = state;
        if (record.values !== null) trial.values = listOf(record, "values") as number[];
      });
    },
    (record) => {
      const step = numberOf(record, "step");
      const value = reportedOf(record.intermediate_value);
      this.#open(record, ({ reports }) => void reports.set(step, value));
    },
    (record) => this.#open(record, ({ attributes }) => void Object.assign(attributes, objectOf(record, "user_attr"))),
    undefined,
    undefined,
  ];

  apply(record: JsonObject): void {
    const code = numberOf(record, "op_code");
    if (!(code in this.#operations)) throw new Error(`its op_code is ${code}, which Optuna 5 does not have`);
    this.#operations[code]?.(record);
  }

  #createStudy(record: JsonObject): void {
    const name = textOf(record, "study_name");
    if ([...this.studies.values()].some((study) => study.name === name)) return;
    const directions = listOf(record, "directions").map((way) => (way === 2 ? "maximize" : "minimize"));
    this.studies.set(this.#nextStudy++, { name, directions, trials: [] });
  }

  #createTrial(record: JsonObject): void {
    const study = this.studies.get(numberOf(record, "study_id"));
    if (study === undefined) return;
    const { state, value, values, params, distributions, user_attrs, intermediate_values } = record;
    const reported = intermediate_values === undefined ? {} : objectOf(record, "intermediate_values");
    const trial: OptunaTrial = {
      state: state === undefined ? "RUNNING" : stateOf(state),
      values: Array.isArray(values) ? values : value === undefined || value === null ? [] : [value as number],
      params: {},
      distributions: {},
      attributes: user_attrs === undefined ? {} : { ...objectOf(record, "user_attrs") },
      reports: new Map(Object.entries(reported).map(([step, own]) => [Number(step), reportedOf(own)])),
    };
    for (const [name, internal] of Object.entries(params === undefined ? {} : objectOf(record, "params"))) {
      setParam(trial, name, internal, distributionOf((distributions as JsonObject | undefined)?.[name]));
    }
    study.trials.push(trial);
    this.#trials.push(trial);
  }

  /** Changes a trial that is there and has no outcome yet. */
  #open(record: JsonObject, change: (trial: OptunaTrial) => void): void {
    const trial = this.#trials[numberOf(record, "trial_id")];
    if (trial?.state === "RUNNING" || trial?.state === "WAITING") change(trial);
  }
}

/** Choices are written by their index. */
function setParam(
  { params, distributions }: OptunaTrial,
  name: string,
  internal: JsonValue | undefined,
  distribution: OptunaDistribution,
): void {
  const { choices } = distribution.attributes;
  const value = Array.isArray(choices) ? choices[Number(internal)] : internal;
  if (value === undefined) throw new Error(`its ${JSON.stringify(name)} has the value ${JSON.stringify(internal)}`);
  params[name] = value;
  distributions[name] = distribution;
}

function distributionOf(text: JsonValue | undefined): OptunaDistribution {
  const json = typeof text === "string" ? parsePythonJson(text) : undefined;
  const { name, attributes } = (json ?? {}) as JsonObject;
  if (typeof name === "string" && isObject(attributes)) return { name, attributes };
  throw new Error(`it has the distribution ${JSON.stringify(text)}`);
}

function stateOf(number: JsonValue | undefined): OptunaState {
  const state = STATES[number as number];
  if (state === undefined) throw new Error(`its state is ${JSON.stringify(number)}`);
  return state;
}

/** NaN is read as null. */
function reportedOf(value: JsonValue | undefined): number {
  if (value === null) return Number.NaN;
  if (typeof value === "number") return value;
  throw new Error(`its intermediate value is ${JSON.stringify(value)}`);
}

function numberOf(record: JsonObject, member: string): number {
  const value = record?.[member];
  if (typeof value === "number") return value;
  throw missing(member, "number");
}

function textOf(record: JsonObject, member: string): string {
  const value = record[member];
  if (typeof value === "string") return value;
  throw missing(member, "text");
}

function listOf(record: JsonObject, member: string): readonly JsonValue[] {
  const value = record[member];
  if (Array.isArray(value)) return value;
  throw missing(member, "list");
}

function objectOf(record: JsonObject, member: string): JsonObject {
  const value = record[member];
  if (isObject(value)) return value;
  throw missing(member, "object");
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function missing(member: string, kind: string): Error {
  return new Error(`it has no ${kind} ${member}`);
}
