import { readFileSync } from "node:fs";
import {
  boolean,
  categorical,
  createRng,
  EvaluationError,
  float,
  type GivenResult,
  int,
  type JsonObject,
  memoryStorage,
  normal,
  ordinal,
  type ParameterImportance,
  type ParamsOf,
  randomSampler,
  Study,
  type StudyHeader,
  type StudyStorage,
  searchSpace,
  shacSampler,
  vector,
} from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recordsOf, storageWith } from "../study/studies.js";
import { expectedImportance } from "./naive-importance.js";

interface Fixture {
  readonly parameters: readonly string[];
  readonly cases: readonly {
    readonly name: string;
    readonly direction: "minimize" | "maximize";
    readonly rows: readonly (readonly JsonObject[string][])[];
    readonly importance: Readonly<Record<string, number>>;
  }[];
}

const optuna = JSON.parse(readFileSync(new URL("fixtures/optuna.json", import.meta.url), "utf8")) as Fixture;

const optunaSpace = searchSpace({
  x: float(-5, 3),
  rate: float(1e-5, 1, { log: true }),
  count: int(1, 12),
  stepped: float(0.5, 4, { step: 0.25 }),
  kind: categorical(["relu", "tanh", "gelu", "elu"]),
}).when("kind", "relu", { momentum: float(0, 1), depth: int(1, 6) });

function byName(importance: readonly ParameterImportance[]): Record<string, number> {
  return Object.fromEntries(importance.map(({ name, share }) => [name, share]));
}

describe("importance beside that of Optuna 5 over the whole space", () => {
  it.each(optuna.cases)("gives the same shares: $name, $direction", async ({ direction, rows, importance }) => {
    const study = new Study({ space: optunaSpace, direction, sampler: randomSampler(), seed: 1 });
    const results = rows.map((row): GivenResult<ParamsOf<typeof optunaSpace>> => {
      const entries = optuna.parameters.map((name, i) => [name, row[i]] as const).filter(([, own]) => own !== null);
      return { params: Object.fromEntries(entries) as ParamsOf<typeof optunaSpace>, value: row.at(-1) as number };
    });
    await study.fitDataset(results);
    const shares = byName(study.importance());
    expect(Object.keys(shares).sort()).toEqual([...optuna.parameters].sort());
    for (const name of optuna.parameters) expect(shares[name]).toBeCloseTo(importance[name] as number, 9);
  });
});

const everyKind = searchSpace({
  x: float(-1, 1),
  rate: float(1e-6, 1, { log: true }),
  depth: int(1, 9),
  width: int(1, 40, { log: true }),
  many: int(0, 119),
  weights: vector(float(0, 1), 2),
  noise: normal(0, 2),
  size: ordinal(["s", "m", "l"]),
  fixed: categorical(["only"]),
  kind: categorical(["a", "b", "c"]),
}).when("kind", ["a", "b"], { extra: boolean(), momentum: float(0, 1) });

type EveryKind = ParamsOf<typeof everyKind>;

describe("importance", () => {
  it("is that of densities integrated numerically, whatever the kinds, outcomes and direction", async () => {
    const cases = fc.record({
      seed: fc.nat(0xffffffff),
      direction: fc.constantFrom("minimize" as const, "maximize" as const),
      totalBudget: fc.integer({ min: 8, max: 60 }),
      levels: fc.constantFrom(1, 3, 1e9),
      weights: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 6, maxLength: 6 }),
    });
    const property = fc.asyncProperty(cases, async ({ seed, direction, totalBudget, levels, weights }) => {
      const study = new Study({
        space: everyKind,
        direction,
        totalBudget,
        numBatches: 1,
        seed,
        sampler: randomSampler(),
        constraints: { size: { max: 2 } },
      });
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = weights;
      await study.fit(({ x, rate, depth, kind, momentum = 0, noise, weights }: EveryKind, { trial }) => {
        const chance = createRng(seed, "test", trial).next();
        if (kind === "c" && chance < 0.2) throw new EvaluationError("error", "unlucky");
        const value =
          a * x * x + b * Math.log10(rate) + c * depth + d * momentum + e * noise + f * (weights[1] as number);
        return { value: Math.round(value * levels) / levels, metrics: { size: chance * 2.2 } };
      });
      const expected = expectedImportance(study);
      const importance = study.importance();
      for (const { name, share } of importance) expect(share).toBeCloseTo(expected[name] as number, 7);
      expect(importance.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort());
    });
    await fc.assert(property, { numRuns: 8 });
  });

  const space = searchSpace({ x: float(0, 1), other: float(0, 1), n: int(1, 8) });
  const fitted = async (
    objective: (params: ParamsOf<typeof space>) => number,
    direction: "minimize" | "maximize" = "minimize",
    totalBudget = 100,
  ): Promise<Study<ParamsOf<typeof space>>> => {
    const study = new Study({ space, direction, totalBudget, numBatches: 1, seed: 3, sampler: randomSampler() });
    await study.fit(objective, { maxFailures: totalBudget });
    return study;
  };

  it("puts the parameter that decides first, and shares that sum to 1", async () => {
    const study = await fitted(({ n, other }) => Math.abs(n - 3) + other / 1000);
    const importance = study.importance();
    expect(importance[0]?.name).toBe("n");
    expect(importance[0]?.share).toBeGreaterThan(0.6);
    expect(importance.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(importance.map(({ share }) => share)).toEqual(importance.map(({ share }) => share).sort((a, b) => b - a));
  });

  it("is the same when values are turned round together with the direction", async () => {
    const study = await fitted(({ x, n }) => x + n / 5);
    const turned = await fitted(({ x, n }) => -x - n / 5, "maximize");
    expect(turned.importance()).toEqual(study.importance());
  });

  it("counts what decides whether a trial fails or is infeasible", async () => {
    const failing = await fitted(({ other }) => {
      if (other > 0.1) throw new Error("too much");
      return 1;
    });
    expect(failing.importance()[0]?.name).toBe("other");
    const infeasible = new Study({
      ...failing,
      space,
      totalBudget: 100,
      seed: 3,
      sampler: randomSampler(),
      constraints: { size: { max: 0.1 } },
    });
    await infeasible.fit(({ x }) => ({ value: 1, metrics: { size: x } }));
    expect(infeasible.importance()[0]?.name).toBe("x");
  });

  it("is 0 for all, in the order of the space, while fewer than ten trials are finished or none is better", async () => {
    const zeros = ["x", "other", "n"].map((name) => ({ name, share: 0 }));
    expect(new Study({ space }).importance()).toEqual(zeros);
    expect((await fitted(({ x }) => x, "minimize", 9)).importance()).toEqual(zeros);
    expect((await fitted(() => 1)).importance()).toEqual(zeros);
    const failed = await fitted(() => {
      throw new Error("always");
    });
    expect(failed.importance()).toEqual(zeros);
  });

  it("knows the trials of a batch that is not finished", async () => {
    const study = new Study({ space, totalBudget: 100, numBatches: 1, seed: 3, sampler: randomSampler() });
    for (const trial of await study.ask(30)) await study.tell(trial, Math.abs(trial.params.n - 3));
    expect(study.importance()[0]).toMatchObject({ name: "n" });
  });
});

describe("the importance of a restored study", () => {
  /** A study whose journal names a kind of parameter that no module has registered. */
  async function unknownKind(storage: StudyStorage): Promise<StudyStorage> {
    const [header, ...others] = await recordsOf(storage, "study");
    const { space, ...rest } = header as StudyHeader;
    const text = JSON.stringify(space).replace('"kind":"float","low":0,"high":1', '"kind":"unheard-of","options":{}');
    return storageWith([{ ...rest, space: JSON.parse(text) as JsonObject }, ...others]);
  }

  it("needs neither the functions of constraints nor the kinds of parameters", async () => {
    const space = searchSpace({ x: float(0, 1), n: int(1, 8) }).where("x is not 0.5", ({ x }) => x !== 0.5);
    const storage = memoryStorage();
    const study = await Study.open(
      { name: "study", space, totalBudget: 40, seed: 1, sampler: shacSampler() },
      { storage },
    );
    await study.fit(({ x, n }) => x * x + n);
    await study.close();
    const importance = study.importance();
    expect((await Study.restore(storage, "study")).importance()).toEqual(importance);
    expect((await Study.restore(await unknownKind(storage), "study")).importance()).toEqual(importance);
  });
});
