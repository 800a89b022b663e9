import {
  InvalidOptionError,
  inlineBackend,
  medianPruner,
  memoryStorage,
  type ObjectiveContext,
  type Observation,
  type PruneBound,
  type Pruner,
  type ReportedTrial,
  Study,
  StudyMismatchError,
  type StudyOptions,
  type StudyRecord,
  successiveHalvingPruner,
} from "@shac/core";
import { essence } from "@shac/core/testing";
import { describe, expect, it } from "vitest";
import { chance, climbingSampler, type Params, recordsOf, space, storageWith } from "./studies.js";

const definition: StudyOptions<typeof space> = {
  name: "pruned",
  space,
  totalBudget: 32,
  numBatches: 4,
  seed: 3,
  sampler: climbingSampler(),
  pruner: medianPruner({ startupTrials: 2 }),
};

/** Comes down to its value in steps; fails for some params, late or early. */
function descend({ x, n }: Params, { report, shouldPrune }: ObjectiveContext): number {
  const luck = chance(n, Math.round(x * 1e6));
  for (let step = 0; step < 5; step++) {
    report(step, x * x + n / 4 + (4 - step) * luck);
    if (shouldPrune()) return Number.NaN;
    if (luck < 0.1 && step === n) throw new Error("unlucky");
  }
  return x * x + n / 4;
}

/** Runs `descend`, so many at once; notes the table that each trial was sent. */
function watchedBackend(concurrency: number) {
  const tables = new Map<number, readonly PruneBound[]>();
  const inner = inlineBackend(
    async (params: Params, context: ObjectiveContext) => {
      for (let turns = Math.floor(5 * chance(concurrency, context.trial)); turns > 0; turns--) await Promise.resolve();
      return descend(params, context);
    },
    { concurrency },
  );
  const evaluate: typeof inner.evaluate = (request, channel) => {
    tables.set(request.trial, request.pruning);
    return inner.evaluate(request, channel);
  };
  return { ...inner, evaluate, tables };
}

/** A whole run: its trials, the tables that were sent and the records that were kept. */
async function run(options: typeof definition, concurrency = 1) {
  const storage = memoryStorage();
  const backend = watchedBackend(concurrency);
  const study = await Study.open(options, { storage });
  await study.fit(backend);
  await study.close();
  return { study, trials: study.trials, tables: backend.tables, records: await recordsOf(storage, "pruned") };
}

/** What a pruner may learn from before a batch, read from the records alone. */
function reportedBefore(batch: number, records: readonly StudyRecord[]): ReportedTrial[] {
  return records.flatMap((record) => {
    if (record.type !== "finished" || record.state === "failed" || record.trial >= 8 * batch) return [];
    const { trial: number, state } = record;
    const reports = records.flatMap((other) =>
      other.type === "report" && other.trial === number ? [{ step: other.step, value: other.value }] : [],
    );
    return [{ number, state, reports }];
  });
}

describe("pruned trials", () => {
  it("have no value, are counted, and are told apart from failed ones", async () => {
    const { study, trials, records } = await run(definition);
    const pruned = trials.filter(({ state }) => state === "pruned");
    expect(pruned.length).toBeGreaterThan(4);
    expect(pruned.every(({ value, reason, batch }) => value === undefined && reason === undefined && batch > 0)).toBe(
      true,
    );
    expect(new Set(trials.map(({ state }) => state))).toEqual(new Set(["complete", "failed", "pruned"]));
    const { batches } = study.history;
    expect(batches.reduce((sum, batch) => sum + batch.pruned, 0)).toBe(pruned.length);
    for (const batch of batches) expect(batch.complete + batch.failed + batch.pruned).toBe(8);
    // Each stopped reporting when it was told to.
    const lasts = pruned.map(({ number }) => records.filter((r) => r.type === "report" && r.trial === number).length);
    expect(Math.min(...lasts)).toBeLessThan(5);
  });

  it("are announced as such, never as the best, and train as not better", async () => {
    const seen: Observation[] = [];
    const inner = climbingSampler();
    const sampler = {
      ...inner,
      propose: (request: Parameters<typeof inner.propose>[0]) => {
        seen.splice(0, seen.length, ...request.observations);
        return inner.propose(request);
      },
    };
    const study = new Study({ ...definition, sampler });
    const announced: string[] = [];
    study.on("trial-finished", ({ trial, isBest }) => {
      if (trial.state === "pruned") announced.push(`${trial.number} ${isBest}`);
    });
    await study.fit(descend);
    const pruned = study.trials.filter(({ state }) => state === "pruned").map(({ number }) => number);
    expect(announced).toEqual(pruned.map((number) => `${number} false`));
    for (const { number, loss } of seen) expect(loss === Infinity).toBe(study.trials[number]?.value === undefined);
  });
});

describe("the table of a batch", () => {
  it.each([
    ["median", medianPruner({ startupTrials: 2 })],
    ["halving", successiveHalvingPruner({ reductionFactor: 2 })],
  ])("of the pruner %s comes from the reports of the batches before, and nothing else", async (_, pruner) => {
    for (const direction of ["minimize", "maximize"] as const) {
      const { tables, records } = await run({ ...definition, pruner, direction });
      for (let batch = 0; batch < 4; batch++) {
        const expected = pruner.bounds(reportedBefore(batch, records), direction);
        expect(expected.length > 0).toBe(batch > 0);
        for (let trial = 8 * batch; trial < 8 * batch + 8; trial++) expect(tables.get(trial)).toEqual(expected);
      }
    }
  });

  it.each([
    ["median", medianPruner({ startupTrials: 2 })],
    ["halving", successiveHalvingPruner({ reductionFactor: 2 })],
  ])(
    "of the pruner %s comes from the reports of imported trials, too, also where they are read back",
    async (_, pruner) => {
      const curve = (start: number) => [0, 2, 5].map((step) => ({ step, value: start / (step + 1) }));
      const given = [
        { params: { x: 0, n: 1 }, value: 1, reports: curve(6) },
        { params: { x: 0.1, n: 1 }, value: 2, reports: curve(12) },
        { params: { x: 0.2, n: 1 }, state: "pruned", reports: curve(20).slice(0, 2) },
        { params: { x: 0.3, n: 1 }, state: "failed", reports: curve(-50) },
        { params: { x: 0.4, n: 1 }, value: 3 },
        { params: { x: 0.5, n: 1 }, value: 4, reports: curve(3) },
      ] as const;
      const expected = pruner.bounds(
        [0, 1, 2, 5].map((number) => {
          const { reports } = given[number] as (typeof given)[0];
          return { number, state: number === 2 ? "pruned" : "complete", reports };
        }),
        "minimize",
      );
      expect(expected.length).toBeGreaterThan(1);
      const study = new Study({ ...definition, pruner });
      await study.fitDataset(given, { presort: false });
      const storage = memoryStorage();
      await study.save(storage);
      for (const each of [study, await Study.restore<Params>(storage, "pruned", { sampler: climbingSampler() })]) {
        const backend = watchedBackend(1);
        await each.fit(backend);
        for (let trial = 6; trial < 14; trial++) expect(backend.tables.get(trial)).toEqual(expected);
        await each.close();
      }
    },
  );

  it("is the same for any number of slots and order of completion, and so are the trials", async () => {
    const alone = await run(definition);
    for (const concurrency of [3, 8]) {
      const together = await run(definition, concurrency);
      expect(together.tables).toEqual(alone.tables);
      expect(essence(together.trials)).toEqual(essence(alone.trials));
    }
  });

  it("is the same after a kill at any record and a resume", async () => {
    const { trials, tables, records } = await run(definition);
    for (let kept = 1; kept <= records.length; kept += process.env.SOAK ? 1 : 5) {
      const storage = await storageWith(records.slice(0, kept));
      const backend = watchedBackend(2);
      // The pruner is the one that was saved.
      const { pruner: _, ...options } = definition;
      const study = await Study.open(options, { storage });
      await study.fit(backend);
      expect(essence(study.trials), `killed after record ${kept}`).toEqual(essence(trials));
      for (const [trial, table] of backend.tables) expect(table).toEqual(tables.get(trial));
      await study.close();
    }
  });

  it("is the same for a saved copy that goes on", async () => {
    const whole = await run(definition);
    const study = new Study(definition);
    const stop = new AbortController();
    study.on("batch-finished", ({ batch }) => batch === 1 && stop.abort(new Error("saved")));
    await expect(study.fit(descend, { signal: stop.signal })).rejects.toThrow("saved");
    const storage = memoryStorage();
    await study.save(storage);
    const copy = await Study.open({ name: "pruned", space, sampler: definition.sampler as never }, { storage });
    await copy.fit(descend);
    expect(essence(copy.trials)).toEqual(essence(whole.trials));
  });

  it("holds what the last attempt at a trial reported, once", async () => {
    const learnt: ReportedTrial[] = [];
    const pruner: Pruner = {
      name: "watching",
      options: {},
      bounds(trials) {
        learnt.splice(0, learnt.length, ...trials);
        return [];
      },
    };
    const record = (type: string, of: object) => ({ type, trial: 0, ...of }) as unknown as StudyRecord;
    const storage = memoryStorage();
    const options = { ...definition, pruner, totalBudget: 2, numBatches: 2 };
    await (await Study.open(options, { storage })).close();
    const [header] = await recordsOf(storage, "pruned");
    const at = { attempt: 1, workerId: 0, at: "" };
    const resumed = await storageWith([
      header as StudyRecord,
      { type: "proposed", batch: 0, first: 0, points: [[0, 0]], params: [{ x: 0, n: 1 }], stages: [], clockMs: 0 },
      record("started", at),
      ...[0, 1, 2].map((step) => record("report", { step, value: 9 })),
      record("lost", { attempt: 1, message: "gone" }),
      record("started", { ...at, attempt: 2 }),
      ...[1, 3].map((step) => record("report", { step, value: 5 })),
      record("finished", { attempt: 2, state: "complete", value: 1, elapsedMs: 0, clockMs: 0 }),
    ]);
    await (await Study.open(options, { storage: resumed })).fit(() => 1);
    expect(learnt).toEqual([
      {
        number: 0,
        state: "complete",
        reports: [
          { step: 0, value: 9 },
          { step: 1, value: 5 },
          { step: 3, value: 5 },
        ],
      },
    ]);
  });
});

describe("the pruner of a saved study", () => {
  it("may not change", async () => {
    const storage = memoryStorage();
    await (await Study.open(definition, { storage })).close();
    const other = Study.open({ ...definition, pruner: medianPruner({ startupTrials: 3 }) }, { storage });
    await expect(other).rejects.toBeInstanceOf(StudyMismatchError);
    await expect(other).rejects.toThrow(/pruner: saved median .*"startupTrials":2.*, now median .*"startupTrials":3/);
    const { pruner: _, ...without } = definition;
    await (await Study.open({ ...without, name: "unpruned" }, { storage })).close();
    const added = Study.open({ ...definition, name: "unpruned" }, { storage });
    await expect(added).rejects.toThrow(/pruner: saved none, now median/);
  });

  it("comes back by its name, or must be given", async () => {
    const storage = memoryStorage();
    const own: Pruner = { name: "own", options: { a: 1 }, bounds: () => [{ step: 0, above: -1 }] };
    await (await Study.open({ ...definition, pruner: own }, { storage })).close();
    const restored = await Study.restore(storage, "pruned", { space });
    await expect(restored.fit(descend)).rejects.toThrow(/sampler "climbing"|pruner "own"/);
    await restored.close();
    const { pruner: _, ...without } = definition;
    const unsaid = await Study.open(without, { storage });
    const fit = unsaid.fit(descend);
    await expect(fit).rejects.toBeInstanceOf(InvalidOptionError);
    await expect(fit).rejects.toThrow('saved with the pruner "own", which is not known here');
    await unsaid.close();
    const given = await Study.open({ ...definition, pruner: own }, { storage });
    await given.fit(descend);
    expect(given.trials.filter(({ state }) => state === "pruned").length).toBeGreaterThan(20);
  });

  it("must be a pruner", () => {
    expect(() => new Study({ ...definition, pruner: "median" as never })).toThrow("pruner is median");
  });
});

describe("pruning by hand", () => {
  it("finds what fit finds: report says what shouldPrune says, and a trial is told as pruned", async () => {
    const fitted = new Study(definition);
    await fitted.fit(descend);
    const storage = memoryStorage();
    const study = await Study.open(definition, { storage });
    for (let trials = await study.ask(8); trials.length > 0; trials = await study.ask(8)) {
      for (const { number, params } of trials) {
        const luck = chance(params.n, Math.round(params.x * 1e6));
        let outcome: Parameters<typeof study.tell>[1] = params.x * params.x + params.n / 4;
        for (let step = 0; step < 5; step++) {
          const prune = await study.report(number, step, params.x * params.x + params.n / 4 + (4 - step) * luck);
          if (prune) outcome = { pruned: true };
          else if (luck < 0.1 && step === params.n) outcome = { failed: "unlucky" };
          else continue;
          break;
        }
        await study.tell(number, outcome);
      }
    }
    const counts = (state: string) => fitted.trials.filter((trial) => trial.state === state).length;
    expect([counts("pruned"), counts("failed")].every((count) => count > 0)).toBe(true);
    expect(essence(study.trials)).toEqual(essence(fitted.trials));
    await study.close();
    expect(essence((await Study.restore(storage, "pruned")).trials)).toEqual(essence(fitted.trials));
  });

  it("takes NaN and refuses what is no report", async () => {
    const study = new Study(definition);
    await study.ask();
    expect(await study.report(0, 1, Number.NaN)).toBe(false);
    await expect(study.report(0, Number.NaN, 1)).rejects.toThrow("report(0, NaN, 1): give a finite step and a number.");
    await expect(study.report(9, 1, 1)).rejects.toMatchObject({ code: "unknown-trial" });
    await study.tell(0, 1);
    await expect(study.report(0, 2, 1)).rejects.toMatchObject({ code: "trial-finished" });
  });
});
