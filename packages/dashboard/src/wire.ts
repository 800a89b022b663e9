/** What the dashboard's server sends: JSON of these shapes. Numbers that are not finite are sent as null; times are ISO 8601. */
import type { BatchSummary, JsonObject, StageReport, Trial, TrialState } from "@shac/core";

/** "running": some process holds the study's lock; "finished": the budget is spent; "stopped": neither; "unreadable": the journal is damaged. */
export type StudyCondition = "running" | "finished" | "stopped" | "unreadable";

/** GET /api/studies -> { studies: StudyEntry[] } */
export interface StudyEntry {
  readonly name: string;
  readonly state: StudyCondition;
  /** Why it cannot be read; only with "unreadable". */
  readonly error?: string;
  readonly direction: "minimize" | "maximize";
  readonly created: string;
  readonly updated: string;
  readonly totalBudget: number;
  /** Trials with an outcome, imported ones left out. */
  readonly finished: number;
  readonly complete: number;
  readonly infeasible: number;
  readonly failed: number;
  readonly pruned: number;
  readonly running: number;
  readonly imported: number;
  readonly best: { readonly number: number; readonly value: number } | null;
  /** Finished trials a minute of running time. */
  readonly trialsPerMinute: number | null;
  readonly sampler: string;
}

/** One flattened parameter, conditional ones and each element of a vector included, in the order of the space's axes. */
export interface ParameterInfo {
  /** Unique; also the key of params and of TrialColumns.params. Vectors: "w[0]". */
  readonly name: string;
  readonly kind: "float" | "int" | "normal" | "categorical" | "ordinal" | "boolean" | "custom";
  readonly log: boolean;
  /** Range of numbers; absent for choices. */
  readonly min?: number;
  readonly max?: number;
  /** In their order; absent for numbers. */
  readonly choices?: readonly (string | number | boolean)[];
  /** When it exists, in words, such as `optimizer = "sgd"`; absent: always. */
  readonly condition?: string;
}

/** GET /api/studies/:name */
export interface StudyDetail extends StudyEntry {
  readonly id: string;
  readonly seed: number;
  readonly batchSize: number;
  readonly mode: "batch" | "async";
  readonly samplerOptions: JsonObject;
  readonly pruner: string | null;
  readonly constraints: JsonObject | null;
  /** Seconds for which the study has been running, over all its sessions. */
  readonly seconds: number;
  readonly parameters: readonly ParameterInfo[];
  readonly metrics: readonly string[];
  readonly bestTrial: Trial | null;
  readonly batches: readonly BatchSummary[];
  readonly stages: readonly StageReport[];
  /** Raised by each change that was seen; what an event or a later answer is compared with. Of one run of the server. */
  readonly revision: number;
}

/** GET /api/studies/:name/columns : all trials, one array a column, for the charts. Index i = trial number i. */
export interface TrialColumns {
  readonly revision: number;
  readonly count: number;
  readonly state: readonly TrialState[];
  /** Batch, -1 = imported. */
  readonly batch: readonly number[];
  /** Null while there is none. */
  readonly value: readonly (number | null)[];
  /** True = complete but does not meet the constraints. */
  readonly infeasible: readonly boolean[];
  /** By parameter name: its value, null where it is inactive; choices by their index in ParameterInfo.choices. */
  readonly params: Readonly<Record<string, readonly (number | null)[]>>;
  readonly metrics: Readonly<Record<string, readonly (number | null)[]>>;
}

/**
 * GET /api/studies/:name/trials?offset&limit&sort=FIELD&order=asc|desc&filter=EXPRESSION
 *
 * Defaults: offset 0, limit 100 (at most 1000), sort=number, order=asc. Fields: number, batch, state, value, attempt, elapsedMs, reason, infeasible,
 * params.NAME (a name of ParameterInfo), metrics.NAME. Expressions: `state == "complete" && (params.rate < 0.1 || params["w[0]"] in [1, 2]) && !(reason contains "time")`.
 */
export interface TrialPage {
  readonly revision: number;
  /** Trials that the filter lets through. */
  readonly total: number;
  readonly offset: number;
  readonly trials: readonly Trial[];
}

/** GET /api/studies/:name/trials/:number */
export interface TrialDetail {
  readonly trial: Trial;
  readonly attempts: readonly {
    readonly attempt: number;
    readonly workerId?: number;
    readonly host?: string;
    readonly startedAt?: string;
    /** How it ended, for one that was lost or stopped. */
    readonly lost?: string;
  }[];
  readonly reports: readonly { readonly step: number; readonly value: number }[];
  /** The last 64 KiB of what it printed; null: nothing kept. */
  readonly log: { readonly text: string; readonly truncated: boolean } | null;
}

/** GET /api/studies/:name/cascade : { stages: CascadeStage[] }; empty while there is no classifier. */
export interface CascadeStage {
  /** From 1. Stage 0, the whole space, is not sent. */
  readonly stage: number;
  readonly accuracy: number | null;
  /** Share of the space accepted after this stage, 0 to 1; bounds differ where boxes are undecided. */
  readonly volume: { readonly lower: number; readonly upper: number };
  /** By parameter name, share of its range still alive, 0 to 1. */
  readonly alive: Readonly<Record<string, number>>;
}

/** GET /api/studies/:name/cascade/map?x=NAME&y=NAME&stage=K (0 = whole space) */
export interface CascadeMap {
  readonly x: string;
  readonly y: string;
  readonly stage: number;
  /** "marginal": share of each cell that is accepted, over all other parameters. "slice": 0 or 1 with the others as in the best trial. */
  readonly method: "marginal" | "slice";
  readonly bins: number;
  /** bins * bins, row by row (y from low to high), 0 to 1; cells are equal parts of the unit range of each parameter. */
  readonly accepted: readonly number[];
  /** Edges of the cells in values of the parameter: bins + 1 numbers, or the choices' indices - 0.5 ... */
  readonly xEdges: readonly number[];
  readonly yEdges: readonly number[];
}

/** GET /api/studies/:name/importance : { parameters: Importance[], method: "ped-anova", trials } */
export interface Importance {
  readonly name: string;
  /** Share, all sum to 1; all 0 while there are too few trials. */
  readonly share: number;
}

/** GET /api/studies/:name/timeline */
export interface Timeline {
  /** One row each, host/worker id. */
  readonly slots: readonly { readonly host: string | null; readonly workerId: number; readonly utilisation: number }[];
  readonly from: string | null;
  readonly to: string | null;
  readonly evaluations: readonly {
    readonly slot: number;
    readonly trial: number;
    readonly attempt: number;
    /** Milliseconds since `from`. */
    readonly startMs: number;
    /** Null: still running. For a lost or stopped one the time of the next thing that is known to have happened. */
    readonly endMs: number | null;
    /** "stopped": cut off with the run, without an outcome. */
    readonly outcome: "running" | "complete" | "failed" | "pruned" | "lost" | "stopped";
  }[];
  readonly retries: number;
  readonly lost: number;
}

/**
 * GET /api/events (all studies) and /api/studies/:name/events: server-sent events.
 * event "changed", data {"name", "revision"}: at most two a second a study; the page asks for what it shows.
 * event "removed", data {"name"}. A comment line every 15 s keeps the connection.
 */
export interface StudyChanged {
  readonly name: string;
  readonly revision: number;
}

/** Answers 4xx and 5xx: what is wrong and how to mend it. */
export interface ApiError {
  readonly error: { readonly code: string; readonly message: string };
}
/* GET /api/studies/:name/export.csv and export.json: the same as `shac export`. */
