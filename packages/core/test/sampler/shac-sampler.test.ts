import {
  accepts,
  type Cascade,
  ensembleToJson,
  float,
  InvalidOptionError,
  type Observation,
  type ProposalRequest,
  type Sampler,
  type SearchSpace,
  Study,
  searchSpace,
  shacSampler,
} from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitrarySpace } from "../space/arbitrary-space.js";
import { BATCH, ladder, observe, requestOf } from "./requests.js";

const line = searchSpace({ x: float(0, 1) });
const plane = searchSpace({ x: float(-5, 10), y: float(0, 15) });
const booster = { rounds: 20, maxDepth: 3 };
const at = (point: Float64Array): number => point[0] as number;

const cascadeOf = async (sampler: Sampler, request: ProposalRequest) => (await sampler.cascade?.(request)) as Cascade;
const jsonOf = ({ classifiers }: Cascade) =>
  classifiers.map(({ trees, ...rest }) => ({ ...rest, trees: ensembleToJson(trees) }));
const refusalsOf = ({ classifiers }: Cascade, point: Float64Array) =>
  classifiers.filter(({ trees }) => !accepts(trees, point)).length;

/** Distance to coordinates of 0.3, bent so that no stage is like another. */
const bowl = (point: Float64Array) =>
  point.reduce((sum, u, axis) => sum + (1 + axis) * (u - 0.3) * (u - 0.3), Math.floor(40 * at(point)) % 2 ? 0.01 : 0);

/** A whole search; calls `onBatch` with what each batch was drawn from and for. */
async function search(
  space: SearchSpace<unknown>,
  sampler: Sampler,
  { totalBudget, loss = bowl }: { readonly totalBudget: number; readonly loss?: typeof bowl },
  onBatch: (request: ProposalRequest, points: readonly Float64Array[]) => unknown,
): Promise<readonly Observation[]> {
  const points: Float64Array[] = [];
  while (points.length < totalBudget) {
    const request = requestOf(space, observe(points, loss), { totalBudget });
    const proposal = await sampler.propose(request);
    await onBatch(request, proposal.points);
    points.push(...proposal.points);
  }
  return observe(points, loss);
}

describe("what shacSampler proposes", () => {
  it("is accepted by every one of 18 classifiers, and better than what was before", async () => {
    const sampler = shacSampler();
    let most = 0;
    const observations = await search(plane, sampler, { totalBudget: 200 }, async (request, points) => {
      const cascade = await cascadeOf(sampler, request);
      most = Math.max(most, cascade.classifiers.length);
      expect(points.map((point) => refusalsOf(cascade, point))).toEqual(points.map(() => 0));
    });
    expect(most).toBeGreaterThan(12);
    const mean = (from: Observation[]) => from.reduce((sum, { loss }) => sum + loss, 0) / from.length;
    expect(mean(observations.slice(-20))).toBeLessThan(mean(observations.slice(0, 20)) / 10);
  });

  it("is accepted in any space", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySpace, fc.boolean(), async (space, relaxed) => {
        const sampler = shacSampler({ booster, skipCvChecks: true, relaxChecks: relaxed ? 1 : 0 });
        await search(space, sampler, { totalBudget: 50 }, async (request, points) => {
          const cascade = await cascadeOf(sampler, request);
          for (const point of points) expect(refusalsOf(cascade, point)).toBeLessThanOrEqual(relaxed ? 1 : 0);
        });
      }),
      { numRuns: process.env.SOAK ? 300 : 15 },
    );
  });

  it("comes from the whole space while nothing is trained", async () => {
    const { points, stages } = await shacSampler().propose(requestOf(line, [], { count: 400 }));
    expect(stages).toEqual([]);
    // Binomial(400, 1/2): beyond five standard deviations.
    expect(Math.abs(points.filter((point) => at(point) < 0.5).length - 200)).toBeLessThan(50);
  });
});

describe("a stage", () => {
  it("is refused when cross-validation does no better than a coin, unless that is left out", async () => {
    // Every other point of the ladder is a good one, which its neighbours cannot tell.
    const request = requestOf(
      line,
      observe(ladder(1), (_, number) => number % 2),
    );
    const [checked] = (await shacSampler().propose(request)).stages;
    expect(checked).toMatchObject({
      stage: 1,
      state: "refused",
      trainedOn: 10,
      acceptedVolume: { lower: 1, upper: 1 },
    });
    expect(checked?.accuracy).toBeLessThan(0.5);
    expect(checked?.reason).toMatch(/^Cross-validation accuracy 0\.\d+ is below 0\.5\.$/);
    const deep = { minChildWeight: 0 };
    const [unchecked] = (await shacSampler({ skipCvChecks: true, booster: deep }).propose(request)).stages;
    expect(unchecked).toMatchObject({ stage: 1, state: "active" });
    expect(unchecked).not.toHaveProperty("accuracy");
    expect(unchecked).not.toHaveProperty("reason");
  });

  it("that is refused leaves its points out, and the next one is trained on the points after them", async () => {
    const loss = (point: Float64Array, number: number) => (number < 10 ? 1 : at(point));
    const { stages } = await shacSampler().propose(requestOf(line, observe(ladder(2), loss)));
    expect(stages.map(({ state }) => state)).toEqual(["refused", "active"]);
    expect(stages[0]?.reason).toBe("None of the 10 points is better than the median of them.");
    expect(stages[1]?.acceptedVolume).toEqual({ lower: 0.45, upper: 0.45 });
  });

  it("is dropped when it would empty the region, and the search goes on with those before it", async () => {
    const loss = (point: Float64Array, number: number) => (number < 10 || number >= 20 ? at(point) : -at(point));
    const sampler = shacSampler();
    const request = requestOf(line, observe(ladder(3), loss));
    const { points, stages } = await sampler.propose(request);
    expect(stages.map(({ state }) => state)).toEqual(["active", "dropped", "active"]);
    expect(stages[1]).toMatchObject({
      accuracy: expect.any(Number),
      reason: expect.stringContaining("no point at all"),
    });
    expect(stages.map(({ acceptedVolume }) => acceptedVolume.upper)).toEqual([0.45, 0.45, 0.45]);
    expect(points.every((point) => at(point) < 0.45)).toBe(true);
    expect((await cascadeOf(sampler, request)).classifiers).toHaveLength(2);
  });

  it("that would empty the region makes relaxChecks: true let as few refuse as leaves something", async () => {
    const loss = (point: Float64Array, number: number) => (number < 10 ? at(point) : -at(point));
    const sampler = shacSampler({ relaxChecks: true });
    const request = requestOf(line, observe(ladder(2), loss), { count: 300 });
    const { points, stages } = await sampler.propose(request);
    expect(stages.map(({ state }) => state)).toEqual(["active", "active"]);
    const cascade = await cascadeOf(sampler, request);
    expect(cascade.region().relaxChecks).toBe(1);
    expect(points.map((point) => refusalsOf(cascade, point))).toEqual(points.map(() => 1));
    expect(cascade.region({ relaxChecks: 0 }).volume.upper).toBe(0);
  });

  it("may refuse some points when checks are relaxed by a number", async () => {
    const higher = ladder(1).map((point) => Float64Array.of(0.3 + 0.6 * at(point)));
    const sampler = shacSampler({ relaxChecks: 1 });
    const request = requestOf(line, observe([...ladder(1), ...higher], at), { count: 200 });
    const { points } = await sampler.propose(request);
    const cascade = await cascadeOf(sampler, request);
    const refusals = points.map((point) => refusalsOf(cascade, point));
    expect(new Set(refusals)).toEqual(new Set([0, 1]));
    const strict = await shacSampler().propose(request);
    expect(strict.points.map((point) => refusalsOf(cascade, point))).toEqual(points.map(() => 0));
  });

  it("is none too many for maxClassifiers", async () => {
    const { stages } = await shacSampler({ maxClassifiers: 3, booster }).propose(
      requestOf(plane, await search(plane, shacSampler({ booster }), { totalBudget: 200 }, () => {}), { batch: 20 }),
    );
    expect(stages.filter(({ state }) => state === "active")).toHaveLength(3);
    // Four shares of the budget, one for each classifier and one that draws from them all.
    expect(stages[0]?.trainedOn).toBe(50);
  });

  it("that was trained stays as it is when the budget is raised", async () => {
    const observations = await search(plane, shacSampler({ booster }), { totalBudget: 200 }, () => {});
    const before = requestOf(plane, observations.slice(0, 100), { totalBudget: 100 });
    const spent = await cascadeOf(shacSampler({ booster }), before);
    const raised = await cascadeOf(
      shacSampler({ booster }),
      requestOf(plane, observations, { totalBudget: 300, initialBudget: 100 }),
    );
    expect(raised.stages.length).toBeGreaterThan(spent.stages.length);
    expect(raised.stages.slice(0, spent.stages.length)).toEqual(spent.stages);
    expect(jsonOf(raised).slice(0, spent.classifiers.length)).toEqual(jsonOf(spent));
  });
});

describe("earlyStop", () => {
  const flat = { space: line, totalBudget: 40, numBatches: 4, seed: 3, sampler: shacSampler({ earlyStop: true }) };

  it("ends the study at the first stage that gives no classifier, and keeps the trials", async () => {
    const study = new Study(flat);
    const history = await study.fit(() => 1);
    expect(history).toMatchObject({ stop: "no-classifier", batches: [{ evaluations: 10 }] });
    expect(study.trials).toHaveLength(10);
  });

  it("off, the search goes on from the whole space", async () => {
    const study = new Study({ ...flat, sampler: shacSampler() });
    expect((await study.fit(() => 1)).stop).toBe("budget-spent");
    expect(study.stages.map(({ state }) => state)).toEqual(["refused", "refused", "refused"]);
    expect(study.acceptedVolume).toEqual({ lower: 1, upper: 1 });
  });

  it("does not end a search of which a stage was dropped", async () => {
    const loss = (point: Float64Array, number: number) => (number < 10 ? at(point) : -at(point));
    const proposal = await shacSampler({ earlyStop: true }).propose(requestOf(line, observe(ladder(2), loss)));
    expect([proposal.stop, proposal.points.length]).toEqual([undefined, BATCH]);
  });
});

describe("constraints of the space", () => {
  /** Good points are below 0.45; the constraints are not asked about what was observed. */
  const observations = observe(ladder(1), at);

  it("that leave a five-hundredth of what is accepted are met by points that are accepted", async () => {
    const thin = line.where("thin", ({ x }) => (x * 10) % 1 < 0.002);
    const { points, notices } = await shacSampler().propose(requestOf(thin, observations));
    expect(points).toHaveLength(BATCH);
    expect(points.every((point) => at(point) < 0.45 && thin.admits(point))).toBe(true);
    expect(notices).toEqual([]);
  });

  it("that leave nothing of what is accepted do not hang the search; a notice says so", async () => {
    const apart = line.where("apart", ({ x }) => x > 0.99);
    const { points, exact, notices } = await shacSampler().propose(requestOf(apart, observations));
    expect(points).toHaveLength(BATCH);
    expect(points.every((point) => apart.admits(point))).toBe(true);
    expect(exact).toBe(false);
    expect(notices).toEqual([
      expect.stringMatching(/leave next to nothing .* 10 of 10 points come from the whole space/),
    ]);
  });
});

describe("settings", () => {
  it.each([
    [{ maxClassifiers: 0 }, "maxClassifiers is 0"],
    [{ maxClassifiers: 1.5 }, "maxClassifiers is 1.5"],
    [{ relaxChecks: -1 }, "relaxChecks is -1"],
    [{ relaxChecks: 0.5 }, "relaxChecks is 0.5"],
    [{ relaxChecks: false as never }, "relaxChecks is false"],
    [{ booster: { rounds: 0 } }, "rounds is 0"],
    [{ booster: { learningRate: Number.NaN } }, "learningRate is NaN"],
  ])("of %o are refused at once", (options, said) => {
    expect(() => shacSampler(options)).toThrow(InvalidOptionError);
    expect(() => shacSampler(options)).toThrow(said);
  });

  it("are all journaled, defaults too, so that a resume tells them apart", () => {
    expect(shacSampler().options).toEqual(shacSampler({ earlyStop: false, maxClassifiers: 18 }).options);
    expect(shacSampler({ booster }).options).not.toEqual(shacSampler().options);
  });

  it("with batches too small to train on are mended, with a notice before the first batch", async () => {
    const small = { batchSize: 5, count: 5, totalBudget: 40 };
    const { notices } = await shacSampler().propose(requestOf(line, [], { ...small, batch: 0 }));
    expect(notices).toEqual([
      "Batches of 5 are too small to train a classifier each; every 10 points train one, 3 in all.",
    ]);
    const later = await shacSampler().propose(requestOf(line, observe(ladder(1), at), { ...small, batch: 2 }));
    expect(later.notices).toEqual([]);
    expect(later.stages.map(({ trainedOn }) => trainedOn)).toEqual([10]);
  });

  it("and a budget with nothing to steer are refused before anything is evaluated", async () => {
    let evaluations = 0;
    const study = new Study({ space: line, totalBudget: 10, numBatches: 1, sampler: shacSampler() });
    await expect(study.fit(() => evaluations++)).rejects.toBeInstanceOf(InvalidOptionError);
    expect(evaluations).toBe(0);
  });
});
