import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import type { StudyRecord } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { describe, expect, it } from "vitest";
import { createWorkspace, type Workspace } from "../workspace.js";

/** Written by Optuna itself: see record.py. */
const recorded = (name: string): string => readFileSync(new URL(`../fixtures/optuna/${name}`, import.meta.url), "utf8");
const JOURNAL = recorded("journal.log");

/** A trial as Optuna tells of it. */
interface Known {
  readonly state: string;
  readonly params: Record<string, unknown>;
  readonly value: number | null;
  readonly attributes: Record<string, unknown>;
  /** Step and value, as Python writes it. */
  readonly reports: readonly (readonly [number, string])[];
}
const known = JSON.parse(recorded("trials.json")) as { readonly digits: Known[]; readonly steps: Known[] };

/** A trial as `shac export` has it. */
type Row = { readonly params: object; readonly state: string; readonly value: number | null; readonly reason: unknown };

function expected({ state, params, value, attributes: { seconds, host } }: Known): Row {
  const parts = { params, ...(seconds === undefined ? {} : { metrics: { seconds }, attributes: { host } }) };
  if (state === "PRUNED") return { ...parts, state: "pruned", value: null, reason: null };
  if (state === "FAIL") return { ...parts, state: "failed", value: null, reason: "error" };
  if (value === null) return { ...parts, state: "failed", value: null, reason: "invalid-value" };
  return { ...parts, state: "complete", value, reason: null };
}

/** In an order of their own, with the names of params in order. */
function sorted<R extends Pick<Row, "params">>(rows: readonly R[]): R[] {
  const keyOf = ({ params }: R) => JSON.stringify(Object.entries(params).sort());
  return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

async function exported({ shac }: Workspace, name: string): Promise<Row[]> {
  const trials = JSON.parse((await shac("export", name, "--json")).stdout) as (Row & Record<string, unknown>)[];
  return trials.map(({ number: _n, batch: _b, attempt: _a, ...row }) => row);
}

/** Those with an outcome, at a point that is known. */
const digits = known.digits.filter(({ state, params }) => {
  return state !== "RUNNING" && state !== "WAITING" && "layers" in params;
});

describe.concurrent("shac import of an Optuna study", () => {
  it("takes every outcome of a journal as Optuna has it, and makes the study of it", async () => {
    const workspace = createWorkspace({ "optuna.log": JOURNAL });
    const { code, stdout, stderr } = await workspace.shac("import", "optuna.log", "--from", "digits", "--seed", "1");
    expect(code).toBe(0);
    expect(stderr).toBe(
      `Imported into digits: ${digits.length}, pruned 1, failed 3, left out 3\n` +
        "Go on with shac run STUDY_FILE --name digits, where the space in the study file is:\n",
    );
    expect(stdout).toBe(`searchSpace({
  rate: float(0.00001, 0.1, { log: true }),
  dropout: float(0.1, 0.7, { step: 0.2 }),
  layers: int(1, 8),
  units: int(16, 512, { log: true }),
  "batch size": int(32, 128, { step: 32 }),
  augment: boolean(),
  fixed: categorical([0.5]),
  optimizer: categorical(["sgd", "adam", 1, 2.5, null]),
})
  .when("optimizer", [1, "sgd"], { momentum: float(0, 0.99) })
`);
    expect(sorted(await exported(workspace, "digits"))).toEqual(sorted(digits.map(expected)));
    const shown = (await workspace.shac("show", "digits")).stdout;
    expect(shown).toMatch(/^digits {2}maximize {2}0 of 100 evaluations {2}none failed {2}\d+ imported/);
  });

  it("is gone on from by a study file with the space that it prints", async () => {
    const workspace = createWorkspace({ "optuna.log": JOURNAL });
    const { stdout } = await workspace.shac(
      "import",
      "optuna.log",
      "--from",
      "digits",
      "--name",
      "mine",
      "--budget",
      "10",
      "--batches",
      "1",
    );
    workspace.write(
      "study.ts",
      `import { boolean, categorical, defineStudy, float, int, searchSpace } from "@shac/core";
const space = ${stdout};
export default defineStudy({
  name: "mine",
  space,
  direction: "maximize",
  totalBudget: 10,
  numBatches: 1,
  objective: ({ layers, dropout, momentum = 0 }) => layers / 10 + dropout + momentum,
});`,
    );
    const run = await workspace.shac("run", "study.ts", "--json");
    expect(JSON.parse(run.stdout)).toMatchObject({ complete: 10, imported: digits.length, failed: 0 });
  });

  it("keeps what each trial reported, step by step, for a pruner", async () => {
    const workspace = createWorkspace({ "optuna.log": JOURNAL });
    await workspace.shac("import", "optuna.log", "--from", "digits");
    const records: StudyRecord[] = [];
    for await (const record of journalStorage(`${workspace.path}/.shac`).read("digits")) records.push(record);
    const curves = records.flatMap((record) => {
      if (record.type !== "imported") return [];
      const reports = records.flatMap((each) =>
        each.type === "report" && each.trial === record.trial ? [[each.step, each.value]] : [],
      );
      return [{ params: record.params, reports }];
    });
    const python: Readonly<Record<string, number>> = { nan: Number.NaN, "-inf": Number.NEGATIVE_INFINITY };
    const told = digits.map(({ params, reports }) => ({
      params,
      reports: reports.map(([step, value]) => [step, python[value] ?? Number(value)]),
    }));
    expect(sorted(curves)).toEqual(sorted(told));
    expect(told.flatMap(({ reports }) => reports).length).toBeGreaterThan(digits.length);
  });

  it("adds the CSV of a dataframe to a study of its own, read as its space has it", async () => {
    const workspace = createWorkspace({ "optuna.log": JOURNAL, "digits.csv": recorded("digits.csv") });
    await workspace.shac("import", "optuna.log", "--from", "digits");
    const { code, stderr } = await workspace.shac("import", "digits", "digits.csv");
    expect([code, stderr]).toEqual([0, `Imported into digits: ${digits.length}, pruned 1, failed 3, left out 3\n`]);
    const rows = await exported(workspace, "digits");
    expect(rows.slice(digits.length)).toEqual(rows.slice(0, digits.length));
  });

  it("reads a journal that a kill has torn, into a study that a file defines", async () => {
    const space = { parameters: [...["n", "x"]].map((name) => ({ name, kind: "float", low: -1, high: 9 })) };
    const workspace = createWorkspace({ "space.json": JSON.stringify(space), "optuna.log": JOURNAL });
    appendFileSync(`${workspace.path}/optuna.log`, '{"op_code":6,"worker_id":"a","trial_id":');
    const { stderr } = await workspace.shac("import", "space.json", "optuna.log", "--from", "steps", "--name", "wide");
    expect(stderr).toBe(`Imported into wide: ${known.steps.length}\n`);
    expect(sorted(await exported(workspace, "wide"))).toEqual(sorted(known.steps.map(expected)));
  });

  const lines = JOURNAL.split("\n");
  const space = (low: number) => JSON.stringify({ parameters: [{ name: "x", kind: "float", low, high: 1 }] });
  it.each([
    [["optuna.log"], 'it has several studies, choose one by --from: "digits", "steps", "two"'],
    [["optuna.log", "--from", "lost"], 'it has no study "lost", but "digits", "steps", "two"'],
    [["optuna.log", "--from", "two"], 'its study "two" has several objectives'],
    [["space.json", "two.csv"], "it has several objectives"],
    [["broken.log"], "line 3 is no record of Optuna: "],
    [["future.log"], "line 2 is no record of Optuna: its op_code is 42"],
    [["empty.csv"], "Give the study before empty.csv"],
    [["space.json", "optuna.log", "--from", "digits"], "of a study that maximizes, and space minimizes"],
    [["space.json", "optuna.log", "--from", "steps"], 'Row 1: Parameter "n"'],
    [["space.json", "empty.csv", "--from", "digits"], "it is no journal of Optuna"],
    [["untold.log"], 'parameter "z" is in some trials alone'],
  ])("refuses in one line, and keeps nothing: shac import %s", async (words, message) => {
    const untold = [0.25, 0.5].map((x, i) => {
      const distribution = '{"name": "FloatDistribution", "attributes": {"low": 0.0, "high": 1.0, "log": false}}';
      const params = i === 0 ? { x } : { x, z: x };
      const distributions = Object.fromEntries(Object.keys(params).map((name) => [name, distribution]));
      return JSON.stringify({ op_code: 4, study_id: 0, state: 1, value: x, values: null, params, distributions });
    });
    const { path, shac } = createWorkspace({
      "optuna.log": JOURNAL,
      "broken.log": [...lines.slice(0, 2), "{", ...lines.slice(2)].join("\n"),
      "future.log": `${lines[0]}\n{"op_code":42}\n`,
      "untold.log": `${lines[0]}\n${untold.join("\n")}\n`,
      "two.csv": recorded("two.csv"),
      "space.json": space(0),
      "empty.csv": "x,value\n",
    });
    const { code, stdout, stderr } = await shac("import", ...words);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^error: [^\n]*\n$/);
    expect(stderr).toContain(message);
    expect(existsSync(`${path}/.shac`) ? readdirSync(`${path}/.shac`) : []).toEqual([]);
  });
});
