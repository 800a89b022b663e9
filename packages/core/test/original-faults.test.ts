import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  acceptedRegion,
  createRng,
  type EvaluationRequest,
  float,
  inlineBackend,
  memoryStorage,
  randomSampler,
  type Sampler,
  Study,
  searchSpace,
  shacSampler,
  vector,
} from "@shac/core";
import { trialsToCsv } from "@shac/core/node";
import manifest from "@shac/core/package.json" with { type: "json" };
import { essence } from "@shac/core/testing";
import { describe, expect, it } from "vitest";
import { hartmann6 } from "../bench/functions.js";
import { observe, requestOf } from "./sampler/requests.js";
import { recordsOf, storageWith } from "./study/studies.js";

const plane = searchSpace({ x: float(-5, 10), y: float(0, 15) });
const bowl = ({ x, y }: { x: number; y: number }): number => (x - 3) * (x - 3) + (y - 2) * (y - 2);

describe("a fault of the original that is none here:", () => {
  it("a draw costs 2^k tries after k classifiers", async () => {
    const sampler = shacSampler();
    const points: Float64Array[] = [];
    const requestNow = () =>
      requestOf(
        plane,
        observe(points, (point) => bowl(plane.decode(point))),
      );
    while (points.length < 200) points.push(...(await sampler.propose(requestNow())).points);
    const cascade = await sampler.cascade?.(requestNow());
    const region = cascade?.region() ?? acceptedRegion(plane.axes);
    const { points: drawn, proposals } = region.sample(1000, createRng(1, "draws"), cascade?.starts);
    expect(drawn).toHaveLength(1000);
    expect(1 / region.volume.upper).toBeGreaterThan(1000);
    expect(proposals).toBeLessThan(10_000);
  });

  it("an evaluation is sent the classifiers and all results so far", async () => {
    const sizes: number[] = [];
    const backend = inlineBackend(bowl);
    const study = new Study({ space: plane, totalBudget: 200, numBatches: 20, seed: 1, sampler: shacSampler() });
    await study.fit({
      ...backend,
      evaluate(request: EvaluationRequest, channel) {
        sizes.push(JSON.stringify(request).length);
        return backend.evaluate(request, channel);
      },
    });
    expect(study.stages.length).toBeGreaterThan(10);
    expect(Math.max(...sizes)).toBeLessThan(300);
  });

  it("a resume is exact only where a stage is a batch", async () => {
    const definition = {
      name: "three-batches-a-stage",
      space: plane,
      totalBudget: 120,
      numBatches: 12,
      seed: 3,
      sampler: shacSampler({ maxClassifiers: 3 }),
    };
    const storage = memoryStorage();
    const whole = await Study.open(definition, { storage });
    await whole.fit(bowl);
    expect(whole.stages.map(({ trainedOn }) => trainedOn)).toEqual([30, 30, 30]);
    const records = await recordsOf(storage, definition.name);
    const finished = records.flatMap(({ type }, i) => (type === "finished" ? [i] : []));
    for (const trials of [15, 40, 75]) {
      const resumed = await Study.open(definition, { storage: await storageWith(records.slice(0, finished[trials])) });
      await resumed.fit(bowl);
      expect(essence(resumed.trials)).toEqual(essence(whole.trials));
      expect(resumed.stages).toEqual(whole.stages);
    }
  });

  it("a seeded row is the row before it, shifted by one", async () => {
    const space = searchSpace({ units: vector(float(0, 1), 8) });
    const study = new Study({ space, totalBudget: 40, numBatches: 1, seed: 0, sampler: randomSampler() });
    await study.fit(() => 0);
    expect(new Set(study.trials.flatMap(({ params }) => params.units)).size).toBe(40 * 8);
  });

  it("seeded draws stay seeded afterwards", async () => {
    const study = new Study({ space: plane, totalBudget: 40, numBatches: 4, seed: 1, sampler: shacSampler() });
    await study.fit(bowl);
    const before = await study.predict({ numSamples: 3 });
    expect(await study.predict({ numSamples: 3, seed: 0 })).not.toEqual(before);
    expect(await study.predict({ numSamples: 3 })).toEqual(before);
  });

  it("one NaN spoils the labels of its batch, and is taken for the best", async () => {
    const study = new Study({ space: plane, totalBudget: 100, numBatches: 10, seed: 1, sampler: shacSampler() });
    await study.fit((params, { trial }) => (trial % 10 === 0 ? Number.NaN : bowl(params)));
    const values = study.trials.flatMap(({ value }) => value ?? []);
    expect(values).toHaveLength(90);
    expect(study.best?.value).toBe(Math.min(...values));
    expect(study.stages.filter(({ state }) => state === "active").length).toBeGreaterThan(3);
  });

  it("a list of the parameter a clashes with a parameter a_1 in the CSV", async () => {
    const space = searchSpace({ a: vector(float(0, 1), 2), a_1: float(2, 3) });
    const study = new Study({ space, totalBudget: 20, numBatches: 2, seed: 1 });
    await study.fit(({ a_1 }) => a_1);
    const [header = "", row = ""] = trialsToCsv(study.trials).split("\r\n");
    const { a, a_1 } = study.trials[0]?.params ?? {};
    expect(header).toContain(",params.a,params.a_1");
    expect(row).toContain(`,"${JSON.stringify(a)}",${a_1}`);
  });

  it("a data set teaches nothing where a stage is more than a batch, and may not hold lists", async () => {
    const space = searchSpace({ units: vector(float(0, 1), 2), rate: float(0, 1) });
    const sampler = shacSampler({ maxClassifiers: 4 });
    const study = new Study({ space, totalBudget: 200, numBatches: 20, seed: 1, sampler });
    const value = ({ units: [a, b], rate }: { units: [number, number]; rate: number }) => a + b + rate;
    const rows = (await study.predict({ numSamples: 200 })).map((params) => ({ params, value: value(params) }));
    const stages = await study.fitDataset(rows);
    expect(stages.map(({ state, trainedOn }) => [state, trainedOn])).toEqual([1, 2, 3, 4].map(() => ["active", 40]));
  });

  it("what it prints cannot be switched off", () => {
    const search = `
    import { float, Study, searchSpace } from "@shac/core";
    const study = new Study({ space: searchSpace({ x: float(0, 1) }), totalBudget: 40, numBatches: 4 });
    await study.fit(({ x }) => { if (x > 0.8) throw new Error("no"); return x; });
    await study.predict({ numSamples: 3 });`;
    const cwd = fileURLToPath(new URL("..", import.meta.url));
    const args = ["--input-type=module", "--eval", `${search}\nconsole.log("the end");`];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
    expect([stdout, stderr]).toEqual(["the end\n", ""]);
  });

  it("it needs a heavy native library, and breaks with newer versions of what it needs", () => {
    expect(Object.keys(manifest).filter((member) => /dependencies/i.test(member))).toEqual(["devDependencies"]);
  });

  it("Hartmann's function in six dimensions is searched worse than at random", async () => {
    const space = searchSpace({ x: vector(float(0, 1), 6) });
    const bestOf = async (sampler: Sampler, totalBudget: number): Promise<number[]> => {
      const bests: number[] = [];
      for (let seed = 1; seed <= 3; seed++) {
        const study = new Study({ space, totalBudget, numBatches: 20, seed, sampler });
        await study.fit(({ x }) => hartmann6.value(Float64Array.from(x)));
        bests.push(study.best?.value ?? 0);
      }
      return bests.sort((a, b) => a - b);
    };
    const [ours, random] = [await bestOf(shacSampler(), 200), await bestOf(randomSampler(), 400)];
    expect(ours[1]).toBeLessThan(random[1] ?? 0);
  });
});
