import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canonicalJson, createRng, encodeMessage, inlineBackend, type JsonObject, Study, type Trial } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { essence } from "@shac/core/testing";
import { afterAll, describe, expect, it } from "vitest";
import { guardAgainstHangs } from "./hang-guard.js";
import { type RandomStudy, randomStudies } from "./random-study.js";
import { drawPoints } from "./study-essence.js";

const directory = mkdtempSync(join(tmpdir(), "shac-random-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** Everything that must be equal, numbers to the last bit. */
const textOf = (trials: readonly Trial[]): string[] => essence(trials).map((trial) => encodeMessage(trial));

/** Waits some turns of the event loop, other ones for each `order`. */
const pauses = (order: number) => async (trial: number) => {
  for (let turns = createRng(order, "pause", 0, trial).below(4); turns > 0; turns--) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** What `study.best` has to be: of the complete trials within all constraints the first of the best. */
function bestOf({ direction, constraints = {} }: RandomStudy["options"], trials: readonly Trial[]): Trial | undefined {
  const sign = direction === "minimize" ? 1 : -1;
  const isFeasible = ({ metrics }: Trial) =>
    Object.entries(constraints).every(([name, { min = -Infinity, max = Infinity }]) => {
      const metric = metrics?.[name] as number;
      return metric >= min && metric <= max;
    });
  return trials
    .filter((trial) => trial.state === "complete" && isFeasible(trial))
    .toSorted((a, b) => sign * (a.value as number) - sign * (b.value as number) || a.number - b.number)[0];
}

/** Whether the space has params that no trial had; points at random find some sooner or later. */
function hasNewParams({ space, seed = 0 }: RandomStudy["options"], trials: readonly Trial[]): boolean {
  const known = new Set(trials.map(({ params }) => canonicalJson(params)));
  const random = createRng(seed, "new-params");
  const points = Array.from({ length: 2000 }, () => space.snap(Float64Array.from(space.axes, () => random.next())));
  return points.some((point) => space.admits(point) && !known.has(canonicalJson(space.decode(point))));
}

async function runTwice({ options, objective }: RandomStudy) {
  // Without batches it is for the order of completion to say what comes next.
  const concurrency = options.mode === "async" ? 1 : 2 + (options.totalBudget % 4);
  const finished: number[][] = [[], []];
  const hear = (study: Study<JsonObject>, run: number) =>
    study.on("trial-finished", ({ trial }) => finished[run]?.push(trial.number));
  const first = new Study(options);
  hear(first, 0);
  const { stop } = await first.fit(inlineBackend(objective(pauses(1))), { maxFailures: Number.POSITIVE_INFINITY });
  const storage = journalStorage(directory);
  const second = await Study.open(options, { storage });
  hear(second, 1);
  await second.fit(inlineBackend(objective(pauses(2)), { concurrency }), { maxFailures: Number.POSITIVE_INFINITY });
  await second.close();
  return { stop, first, second, read: await Study.restore(storage, options.name, options), finished };
}

guardAgainstHangs();

describe("a random study", () => {
  const soak = process.env.SOAK !== undefined;
  const studies = soak
    ? randomStudies(5, 300)
    : randomStudies(5, 24).filter(({ options }) => options.totalBudget <= 120);
  const outcomes = {
    stops: new Set<string | undefined>(),
    states: new Set<string>(),
    stages: new Set<string>(),
    orders: 0,
  };

  it.each(studies.map((study) => [study.options.name, study] as const))(
    "%s ends, twice with equal trials, and can be read back and asked for points",
    async (_name, random) => {
      const { options } = random;
      const { space, totalBudget } = options;
      const { stop, first, second, read, finished } = await runTwice(random);
      if (stop === "budget-spent") expect(first.trials).toHaveLength(totalBudget);
      if (stop === "space-exhausted") expect(hasNewParams(options, first.trials)).toBe(false);
      expect(first.best).toEqual(bestOf(options, first.trials));
      expect(second.best).toEqual(bestOf(options, second.trials));
      expect(textOf(second.trials)).toEqual(textOf(first.trials));
      expect(second.stages).toEqual(first.stages);
      expect(read.trials).toEqual(second.trials);
      expect(read.stages).toEqual(second.stages);
      for (const { params, state } of first.trials) {
        expect(() => space.encode(params)).not.toThrow();
        outcomes.states.add(state);
      }
      const points = await drawPoints(first);
      expect(await drawPoints(read)).toEqual(points);
      if (typeof points !== "string") for (const params of points) expect(() => space.encode(params)).not.toThrow();
      outcomes.stops.add(stop);
      for (const { state } of first.stages) outcomes.stages.add(state);
      if (finished[0]?.join() !== finished[1]?.join()) outcomes.orders++;
    },
  );

  it("is of every sort", () => {
    expect(outcomes.stops).toEqual(new Set(["budget-spent", "no-classifier", "space-exhausted"]));
    expect(outcomes.states).toEqual(new Set(["complete", "failed", "pruned"]));
    expect(outcomes.stages.size).toBeGreaterThan(1);
    expect(outcomes.orders).toBeGreaterThan(studies.length / 4);
  });
});
