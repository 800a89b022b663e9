import { appendFileSync, existsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { JsonObject } from "../../json-value.js";
import type { ObjectiveContext, Outcome } from "../../study/objective.js";

/** How the objective of the backend cases can behave. */
export type CaseAction =
  | "give"
  | "giveNaN"
  | "giveNothing"
  | "echo"
  | "throw"
  | "throwText"
  | "report"
  | "prune"
  | "wait"
  | "ignoreAbort"
  | "spin"
  | "exit"
  | "throwLater"
  | "print"
  | "search"
  | "stumble";

/** What the objective of the backend cases shall do, with what it needs for that. */
export interface CaseParams {
  readonly do: CaseAction;
  readonly [argument: string]: unknown;
}

/** Module whose default export is the objective of the backend cases, for backends that load a module. */
export const caseObjectiveUrl: URL = new URL(import.meta.url);

/**
 * The objective that every case of `backendCases` evaluates: `params.do` says how it behaves. Backends that run a
 * function are given this one, backends that load a module `caseObjectiveUrl`.
 */
async function caseObjective(params: JsonObject, context: ObjectiveContext): Promise<Outcome> {
  const action = ACTIONS[params.do as CaseAction];
  if (params.mark !== undefined) appendFileSync(String(params.mark), `${context.trial} ${context.attempt}\n`);
  return action(params, context);
}

const POLL_MS = 5;

type Action = (params: JsonObject, context: ObjectiveContext) => Outcome | Promise<Outcome>;

const ACTIONS: Readonly<Record<CaseAction, Action>> = {
  /** Gives `value`, whatever it is. */
  give: (params: JsonObject) => params.value as Outcome,
  giveNaN: () => Number.NaN,
  giveNothing: () => undefined as unknown as Outcome,
  /** Gives everything it was called with. */
  echo: (params: JsonObject, { trial, attempt, seed, workerId }: ObjectiveContext) => ({
    value: 0,
    attributes: { params, trial, attempt, seed, workerId },
  }),
  throw: () => {
    const cause = new RangeError("deeper");
    throw Object.assign(new TypeError("thrown on purpose", { cause }), { code: "ON_PURPOSE" });
  },
  throwText: () => {
    throw "just a text";
  },
  report: ({ steps }: JsonObject, { report, log }: ObjectiveContext) => {
    for (let step = 0; step < Number(steps); step++) {
      report(step, step / 2);
      log(`step ${step}`);
    }
    return Number(steps);
  },
  /** Reports `values`, and gives up when it is told to. */
  prune: ({ values }: JsonObject, { report, shouldPrune }: ObjectiveContext) => {
    for (const [step, value] of (values as number[]).entries()) {
      report(step, value);
      if (shouldPrune()) return -1;
    }
    return 1;
  },
  /** Ends when the file `until` is there, with `value`; rejects when it is aborted. */
  wait: async ({ until, value }: JsonObject, { signal }: ObjectiveContext) => {
    while (!existsSync(String(until))) await delay(POLL_MS, undefined, { signal });
    return Number(value);
  },
  /** Does not look at its signal; adds to the file `beat` until the file `until` is there. */
  ignoreAbort: async ({ beat, until }: JsonObject) => {
    while (!existsSync(String(until))) {
      appendFileSync(String(beat), ".");
      await delay(POLL_MS);
    }
    return 0;
  },
  /** Blocks its thread for ever. */
  spin: ({ beat }: JsonObject) => {
    for (let at = Date.now(); ; ) {
      if (Date.now() - at < POLL_MS) continue;
      appendFileSync(String(beat), ".");
      at = Date.now();
    }
  },
  exit: ({ code }: JsonObject) => process.exit(Number(code)),
  /** Throws outside of the call, which never settles. */
  throwLater: () =>
    new Promise<never>(() => {
      setTimeout(() => {
        throw new Error("thrown outside of the call");
      });
    }),
  print: ({ text }: JsonObject) => {
    process.stdout.write(`${text}\n`);
    process.stderr.write(`${text}\n`);
    console.log(text);
    return 1;
  },
  search,
  /** Like `search`, but reports on its way down to the value, looks whether to stop, and fails on a part of the space. */
  stumble: (params: JsonObject, context: ObjectiveContext) => {
    const { x, n } = params as SearchParams;
    const outcome = search(params, context);
    for (let step = 0; step < 4; step++) {
      context.report(step, outcome.value + (3 - step) / 4);
      if (context.shouldPrune()) return -1;
    }
    if (n === 2 && x < 0) throw new RangeError(`cannot do with ${x}`);
    return x > 0.6 ? Number.NaN : outcome;
  },
};

type SearchParams = { readonly x: number; readonly n: number; readonly mode: string };

/** A value and a metric of params and seed alone, in arithmetic that is the same everywhere. */
function search(params: JsonObject, { seed }: ObjectiveContext): Exclude<Outcome, number> {
  const { x, n, mode } = params as SearchParams;
  const value = (x - 0.3) * (x - 0.3) + n / 8 + (mode === "dear" ? 0.5 : 0) + seed / 0x1000000000;
  return { value, metrics: { opposite: -x } };
}

// biome-ignore lint/style/noDefaultExport: backends that load a module take its default export
export default caseObjective;
