import {
  float,
  InvalidOptionError,
  int,
  memoryStorage,
  randomSampler,
  type Sampler,
  Study,
  StudyMismatchError,
  searchSpace,
  shacSampler,
} from "@shac/core";
import { essence } from "@shac/core/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { bowl, climbingSampler, climbingStudy, recordsOf, space } from "./studies.js";

const definition = climbingStudy("kept");

let storage = memoryStorage();

beforeEach(async () => {
  storage = memoryStorage();
  const study = await Study.open(definition, { storage });
  await study.fit(bowl);
  await study.close();
});

const { name, space: same } = definition;

describe("opening a saved study", () => {
  it("needs no more than its name and space, and keeps the rest", async () => {
    const study = await Study.open({ name, space: same, sampler: definition.sampler }, { storage });
    expect(study).toMatchObject({ totalBudget: 12, batchSize: 4, seed: 5, direction: "minimize" });
    expect(study.trials).toHaveLength(12);
    expect((await study.fit(bowl)).stop).toBe("budget-spent");
  });

  it.each([randomSampler(), shacSampler()])("keeps the sampler that it was saved with: $name", async (sampler) => {
    const saved = { ...definition, name: sampler.name, totalBudget: 16, numBatches: 4, sampler };
    await (await Study.open(saved, { storage })).close();
    const { sampler: _, ...unsaid } = saved;
    const study = await Study.open(unsaid, { storage });
    await study.fit(bowl);
    const other = new Study(saved);
    await other.fit(bowl);
    expect(essence(study.trials)).toEqual(essence(other.trials));
  });

  it("asks for a sampler of another make", async () => {
    const study = await Study.open({ name, space: same, totalBudget: 16 }, { storage });
    await expect(study.fit(bowl)).rejects.toThrow(/sampler "climbing", which is not known here/);
  });

  it("lists all that differs", async () => {
    const changed = searchSpace({ x: float(-1, 2), depth: int(1, 3) });
    const opening = Study.open(
      { ...definition, space: changed as never, direction: "maximize", seed: 6, sampler: randomSampler() },
      { storage },
    );
    await expect(opening).rejects.toBeInstanceOf(StudyMismatchError);
    const message: string = await opening.catch((error) => error.message);
    expect(message.split("\n")).toEqual([
      'Study "kept" was saved with other settings:',
      "  x: saved float -1 .. 1; now float -1 .. 2",
      "  n: saved int 1 .. 4; now nothing",
      "  depth: saved nothing; now int 1 .. 3",
      "  direction: saved minimize, now maximize",
      "  seed: saved 5, now 6",
      '  sampler: saved climbing {"spread":0.2}, now random {}',
      "Go on with the saved settings, or take another name.",
    ]);
  });

  it("tells parameters in another order, constraints and sampler options apart", async () => {
    const turned = searchSpace({ n: int(1, 4), x: float(-1, 1) });
    await expect(Study.open({ ...definition, space: turned }, { storage })).rejects.toThrow(
      "order of the parameters: saved x, n; now n, x",
    );
    const constrained = space.where("small", ({ x }) => x < 0.5);
    await expect(Study.open({ ...definition, space: constrained }, { storage })).rejects.toThrow(
      "where small: saved nothing; now there",
    );
    const wider: Sampler = { ...climbingSampler(), options: { spread: 0.3 } };
    await expect(Study.open({ ...definition, sampler: wider }, { storage })).rejects.toThrow(
      'sampler: saved climbing {"spread":0.2}, now climbing {"spread":0.3}',
    );
  });

  it("leaves the lock free and the records as they were when it refuses", async () => {
    const before = await recordsOf(storage, "kept");
    await expect(Study.open({ ...definition, seed: 6 }, { storage })).rejects.toThrow();
    expect(await recordsOf(storage, "kept")).toEqual(before);
    await (await Study.open(definition, { storage })).close();
  });
});

describe("the budget of a saved study", () => {
  it("is raised by whole batches, journaled, and the trials are those of a study that had it at once", async () => {
    const raised = await Study.open({ ...definition, totalBudget: 20 }, { storage });
    expect(raised.totalBudget).toBe(20);
    await raised.fit(bowl);
    await raised.close();
    expect(await recordsOf(storage, "kept")).toContainEqual({ type: "budget", totalBudget: 20 });
    const direct = new Study({ ...definition, totalBudget: 20, numBatches: 5 });
    await direct.fit(bowl);
    expect(essence(raised.trials)).toEqual(essence(direct.trials));
  });

  it("stays raised when it is opened with the definition as it was, or with the raised one", async () => {
    await (await Study.open({ ...definition, totalBudget: 20 }, { storage })).close();
    for (const options of [
      definition,
      { ...definition, totalBudget: 20 },
      { ...definition, totalBudget: 20, numBatches: 5 },
    ]) {
      const study = await Study.open(options, { storage });
      expect(study.totalBudget).toBe(20);
      await study.close();
    }
    const budgets = (await recordsOf(storage, "kept")).filter(({ type }) => type === "budget");
    expect(budgets).toHaveLength(1);
  });

  it("tells the sampler what it was at first", async () => {
    const seen: number[][] = [];
    const inner = climbingSampler();
    const sampler: Sampler = {
      ...inner,
      propose: (request) => {
        seen.push([request.initialBudget, request.totalBudget, request.batch, request.observations.length]);
        return inner.propose(request);
      },
    };
    await (await Study.open({ ...definition, totalBudget: 16, sampler }, { storage })).fit(bowl);
    expect(seen).toEqual([[12, 16, 3, 12]]);
  });

  it.each([
    [{ totalBudget: 8 }, "budget: saved 12, now 8, and it cannot be lowered"],
    [{ totalBudget: 14 }, "which adds no whole batches of 4; 16 would"],
    [{ totalBudget: 18 }, "which adds no whole batches of 4; 16 or 20 would"],
    [{ numBatches: 6 }, "batches: saved 3 of 4 points each, now 6"],
    [{ totalBudget: 20, numBatches: 10 }, "batches: saved 3 of 4 points each, now 10"],
  ])("is not changed to %o", async (change, said) => {
    await expect(Study.open({ ...definition, ...change }, { storage })).rejects.toThrow(said);
  });
});

describe("a new study", () => {
  it("is not kept when its sampler cannot work with its budget", async () => {
    const choosy: Sampler = {
      ...climbingSampler(),
      propose: ({ totalBudget }) => {
        throw new InvalidOptionError(`a budget of ${totalBudget} is too small`);
      },
    };
    const opening = Study.open({ ...definition, name: "never", sampler: choosy }, { storage });
    await expect(opening).rejects.toThrow("a budget of 12 is too small");
    expect(await storage.list()).toEqual(["kept"]);
  });

  it("is not kept when a whole proposal is missing", async () => {
    const short: Sampler = { ...climbingSampler(), propose: () => ({ points: [], stages: [] }) };
    await expect(new Study({ ...definition, sampler: short }).fit(bowl)).rejects.toThrow(
      'Sampler "climbing" proposed 0 points where 4 were asked for, without a reason to stop',
    );
  });

  it("is told when its sampler proposes points of another space", async () => {
    const flat: Sampler = {
      ...climbingSampler(),
      propose: () => ({ points: Array(4).fill(new Float64Array(1)), stages: [] }),
    };
    await expect(new Study({ ...definition, sampler: flat }).fit(bowl)).rejects.toThrow(
      'Sampler "climbing" proposed a point of 1 coordinates in a space of 2',
    );
  });

  it("keeps the seed that was drawn for it", async () => {
    const first = await Study.open({ name: "drawn", space }, { storage });
    await first.close();
    const second = await Study.open({ name: "drawn", space }, { storage });
    expect(second.seed).toBe(first.seed);
    expect(new Study({ space }).seed).not.toBe(new Study({ space }).seed);
  });

  it("is refused a setting that is none", async () => {
    const opening = Study.open(definition, { storage, keepArtifacts: "none" as "all" });
    await expect(opening).rejects.toThrow("keepArtifacts is none");
  });
});
