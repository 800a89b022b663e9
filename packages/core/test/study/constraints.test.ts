import { InvalidOptionError, memoryStorage, type Observation, Study, type StudyOptions } from "@shac/core";
import { trialsToCsv } from "@shac/core/node";
import { essence } from "@shac/core/testing";
import { describe, expect, it } from "vitest";
import { bowl, climbingSampler, type Params, space } from "./studies.js";

const definition = {
  name: "bounded",
  space,
  totalBudget: 12,
  numBatches: 3,
  seed: 5,
  sampler: climbingSampler(),
  constraints: { latencyMs: { max: 2 } },
} satisfies StudyOptions<typeof space>;

/** The better the value, the later. */
const outcome = (params: Params) => ({ value: bowl(params), metrics: { latencyMs: 5 - params.n, size: 1 } });

describe("constraints on metrics", () => {
  it("mark what does not meet them, which is complete, and take the best of the rest", async () => {
    const study = new Study(definition);
    await study.fit(outcome);
    const violations = study.trials.map(({ params, violation }) => [Math.max(0, 5 - params.n - 2) / 2, violation ?? 0]);
    expect(new Set(violations.map(([expected]) => expected)).size).toBeGreaterThan(1);
    for (const [expected, violation] of violations) expect(violation).toBe(expected);
    expect(study.trials.every(({ state }) => state === "complete")).toBe(true);
    const feasible = study.trials.filter(({ params }) => params.n >= 3);
    expect(study.best?.value).toBe(Math.min(...feasible.map(({ value }) => value as number)));
  });

  it("are counted in the history", async () => {
    const study = new Study(definition);
    await study.fit(outcome);
    for (const { batch, infeasible, complete, best } of study.history.batches) {
      const own = study.trials.filter((trial) => trial.batch === batch);
      const feasible = own.filter(({ violation }) => violation === undefined).map(({ value }) => value as number);
      expect([complete, infeasible]).toEqual([4, 4 - feasible.length]);
      expect(best).toBe(feasible.length === 0 ? undefined : Math.min(...feasible));
    }
  });

  it("reach the sampler as violations, above all others where nothing was measured", async () => {
    let observations: readonly Observation[] = [];
    const inner = climbingSampler();
    const sampler = {
      ...inner,
      propose: (request: Parameters<typeof inner.propose>[0]) => {
        observations = request.observations;
        return inner.propose(request);
      },
    };
    const study = new Study({ ...definition, sampler });
    await study.fit((params, { trial }) => {
      if (trial === 1) throw new Error("no luck");
      return { value: bowl(params), metrics: { latencyMs: trial === 2 ? 7 : 1 } };
    });
    expect(observations.slice(0, 4).map(({ violation }) => violation)).toEqual([0, Infinity, 2.5, 0]);
    expect(observations[1]?.loss).toBe(Infinity);
  });

  it("are both inclusive, summed, and in units of the bound", async () => {
    const constraints = { a: { min: -2, max: 4 }, b: { min: 0 }, c: { max: 0 } };
    const given = [
      { a: -2, b: 0, c: 0 },
      { a: 4, b: 9, c: -9 },
      { a: 6, b: -0.5, c: 0.25 },
      { a: -3, b: 1e308, c: -1e308 },
      { a: 4, b: -5e-324, c: 0 },
    ];
    const study = new Study({ space, totalBudget: 5, numBatches: 1, seed: 1, sampler: climbingSampler(), constraints });
    await study.fit((_, { trial }) => ({ value: 1, metrics: given[trial] ?? {} }));
    expect(study.trials.map(({ violation }) => violation)).toEqual([undefined, undefined, 1.25, 0.5, 5e-324]);
  });

  it("fail a trial without the metric, and say which", async () => {
    const study = new Study(definition);
    await study.fit((params, { trial }) => (trial === 3 ? bowl(params) : outcome(params)));
    expect(study.trials[3]).toMatchObject({ state: "failed", reason: "invalid-value" });
    expect(study.trials[3]?.error?.message).toContain('Metric "latencyMs" is missing');
  });

  it("are kept with the study, and may not change", async () => {
    const storage = memoryStorage();
    const study = await Study.open(definition, { storage });
    await study.fit(outcome);
    await study.close();
    const restored = await Study.restore<Params>(storage, "bounded");
    expect(restored.trials).toEqual(study.trials);
    expect(restored.best).toEqual(study.best);
    const again = await Study.open(definition, { storage });
    expect(essence(again.trials)).toEqual(essence(study.trials));
    await again.close();
    await expect(
      Study.open({ ...definition, constraints: { latencyMs: { max: 3 }, size: { min: 1 } } }, { storage }),
    ).rejects.toThrow(
      /constraint on latencyMs: saved {"max":2}, now {"max":3}\n.*constraint on size: saved none, now {"min":1}/,
    );
  });

  it.each([
    [{ a: {} }, '"a" is {}'],
    [{ a: { max: Number.NaN } }, "give a finite min, max or both"],
    [{ a: { min: 2, max: 1 } }, "min 2 above max 1"],
    [{ a: { maximum: 1 } as object }, '{"maximum":1}'],
    [{ a: 5 as unknown as object }, '"a" is 5'],
    [[] as unknown as object, "give such as { latencyMs: { max: 5 } }"],
  ])("are refused when they are %o", (constraints, said) => {
    const create = () => new Study({ ...definition, constraints: constraints as Record<string, object> });
    expect(create).toThrow(InvalidOptionError);
    expect(create).toThrow(said);
  });

  it("show in CSV", async () => {
    const study = new Study(definition);
    await study.fit(outcome);
    const [header = "", ...rows] = trialsToCsv(study.trials as never)
      .trimEnd()
      .split("\r\n");
    const column = header.split(",").indexOf("violation");
    expect(rows.map((row) => Number(row.split(",")[column]))).toEqual(
      study.trials.map(({ violation = 0 }) => violation),
    );
  });
});
