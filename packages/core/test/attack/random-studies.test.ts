import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRng, encodeMessage, inlineBackend, type JsonObject, Study, type Trial } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { afterAll, describe, expect, it } from "vitest";
import { essence } from "../study/studies.js";
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

async function runTwice({ options, objective }: RandomStudy, concurrency: number) {
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
  const count = process.env.SOAK === undefined ? 15 : 300;
  const studies = randomStudies(5, count);
  const outcomes = {
    stops: new Set<string | undefined>(),
    states: new Set<string>(),
    stages: new Set<string>(),
    orders: 0,
  };

  it.each(studies.map((study) => [study.options.name, study] as const))(
    "%s ends, twice with equal trials, and can be read back and asked for points",
    async (_name, random) => {
      const { space, totalBudget } = random.options;
      const { stop, first, second, read, finished } = await runTwice(random, 2 + (totalBudget % 4));
      if (stop === "budget-spent") expect(first.trials).toHaveLength(totalBudget);
      else expect(["no-classifier", "space-exhausted"]).toContain(stop);
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
    expect(outcomes.stops).toEqual(new Set(["budget-spent", "no-classifier"]));
    expect(outcomes.states).toEqual(new Set(["complete", "failed", "pruned"]));
    expect(outcomes.stages.size).toBeGreaterThan(1);
    expect(outcomes.orders).toBeGreaterThan(count / 2);
  });
});
