import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  boolean,
  categorical,
  ensembleToJson,
  float,
  InvalidOptionError,
  int,
  type JsonValue,
  memoryStorage,
  type Sampler,
  Study,
  type StudyOptions,
  type StudyStorage,
  searchSpace,
  shacSampler,
} from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { afterAll, describe, expect, it } from "vitest";

const space = searchSpace({
  x: float(-1, 1),
  rate: float(1e-6, 1, { log: true }),
  depth: int(1, 9),
  mode: categorical(["a", "b", "c"]),
}).when("mode", ["a", "b"], { extra: boolean() });

interface Params {
  x: number;
  rate: number;
  depth: number;
  mode: "a" | "b" | "c";
  extra?: boolean;
}

/** Fails now and then, for what it is given alone. */
const objective = ({ x, rate, depth, mode, extra }: Params) => {
  if (Math.floor(x * 1e4) % 13 === 0) throw new Error("unlucky");
  return x * x + Math.abs(Math.log(rate) + 5) / 9 + depth / 50 + (mode === "a" ? 0 : 1) + (extra ? 0.1 : 0);
};

/** The sampler of the paper; notes the classifiers that each batch is drawn from. */
function watchedSampler(): Sampler & { readonly seen: Map<number, JsonValue> } {
  const inner = shacSampler({ booster: { rounds: 40 }, relaxChecks: true });
  const seen = new Map<number, JsonValue>();
  return {
    ...inner,
    seen,
    async propose(request) {
      const cascade = await inner.cascade?.(request);
      const json = cascade?.classifiers.map(({ trees, ...rest }) => ({ ...rest, trees: ensembleToJson(trees) }));
      seen.set(request.batch, json as unknown as JsonValue);
      return inner.propose(request);
    },
  };
}

const definition = (sampler: Sampler): StudyOptions<typeof space> => ({
  name: "saved",
  space,
  totalBudget: 100,
  numBatches: 10,
  seed: 11,
  sampler,
});

const folder = mkdtempSync(join(tmpdir(), "shac-cascade-"));
afterAll(() => rmSync(folder, { recursive: true }));
let folders = 0;
const storages: readonly (readonly [string, () => StudyStorage])[] = [
  ["memory", memoryStorage],
  ["journal", () => journalStorage(join(folder, String(folders++)))],
];

describe.each(storages)("a study in the storage %s", (_, create) => {
  it("trains the same classifiers to the bit, whether it was interrupted or not", async () => {
    const whole = watchedSampler();
    const study = new Study(definition(whole));
    await study.fit(objective);
    expect(whole.seen.get(9)).toHaveLength(study.stages.filter(({ state }) => state === "active").length);
    expect(study.stages.filter(({ state }) => state === "active").length).toBeGreaterThan(4);

    const storage = create();
    const sessions: Sampler[] = [];
    const classifiers = new Map<number, JsonValue>();
    for (const evaluations of [37, 30, 100]) {
      const sampler = watchedSampler();
      sessions.push(sampler);
      const part = await Study.open(definition(sampler), { storage });
      const stop = new AbortController();
      let left = evaluations;
      const run = part.fit(
        (params: Params) => {
          if (left-- === 0) stop.abort(new Error("interrupted"));
          return objective(params);
        },
        { signal: stop.signal },
      );
      await run.catch((error: Error) => expect(error.message).toBe("interrupted"));
      await part.close();
      for (const [batch, json] of sampler.seen) if (batch < 10) classifiers.set(batch, json);
    }
    expect(sessions).toHaveLength(3);
    expect(classifiers).toEqual(whole.seen);
    const restored = await Study.restore(storage, "saved", { space });
    expect(restored.trials.map(({ params, value }) => [params, value])).toEqual(
      study.trials.map(({ params, value }) => [params, value]),
    );
    expect(restored.stages).toEqual(study.stages);
  });

  it("predicts the same once it is restored, with no more than its name", async () => {
    const storage = create();
    const study = await Study.open(definition(shacSampler({ booster: { rounds: 40 } })), { storage });
    await study.fit(objective);
    await study.close();
    const restored = await Study.restore(storage, "saved");
    const trained = study.stages.filter(({ state }) => state === "active").length;
    for (const options of [
      { numSamples: 20 },
      { numBatches: 2 },
      { numSamples: 5, maxClassifiers: trained },
      { numSamples: 5, maxClassifiers: 1, relaxChecks: 1 },
      { numSamples: 5, relaxChecks: true, seed: 4 },
    ] as const) {
      const points = await restored.predict(options);
      expect(points).toEqual(await study.predict(options));
      expect(points).toHaveLength("numBatches" in options ? 20 : options.numSamples);
    }
    await expect(restored.predict({ maxClassifiers: 19 })).rejects.toBeInstanceOf(InvalidOptionError);
  });
});

describe("predict", () => {
  it("relaxes checks as the study's sampler does, unless told otherwise", async () => {
    const relaxed = new Study(definition(shacSampler({ booster: { rounds: 40 }, relaxChecks: 2 })));
    await relaxed.fit(objective);
    const numSamples = 20;
    expect(await relaxed.predict({ numSamples })).toEqual(await relaxed.predict({ numSamples, relaxChecks: 2 }));
    expect(await relaxed.predict({ numSamples })).not.toEqual(await relaxed.predict({ numSamples, relaxChecks: 3 }));
  });
});
