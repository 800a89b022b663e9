import { createRng, type Rng, shacGpSampler } from "@shac/core";
import { describe, expect, it } from "vitest";
import steered from "../fixtures/steered-study.js";
import wide from "../fixtures/wide-study.js";
import type { Finished } from "../workspace.js";
import { KilledStudy, type Moment } from "./killed-study.js";
import { type Definition, hashStudy, readResults, type SavedResults } from "./saved-study.js";

/** Kills of each study on its way to the end. */
const KILLS = 6;

const soak = process.env.SOAK !== undefined;
const timeout = soak ? 1_200_000 : 300_000;

/** How often each study is taken to its end in a soak. */
const STUDIES: readonly { study: string; definition: Definition; words: readonly string[]; inSoak: number }[] = [
  { study: "steered", definition: steered as unknown as Definition, words: [], inSoak: 4 },
  {
    study: "modelled",
    definition: { ...(steered as unknown as Definition), sampler: shacGpSampler() },
    words: ["--sampler", "shac-gp"],
    inSoak: 2,
  },
  { study: "wide", definition: wide as unknown as Definition, words: [], inSoak: 4 },
];

/** Where evaluations run, on how many slots, and which studies are killed there when no soak is asked for. */
const BACKENDS: readonly { backend: string; slots: number; quick: readonly string[] }[] = [
  { backend: "inline", slots: 1, quick: ["steered", "wide"] },
  { backend: "processes", slots: 3, quick: ["steered"] },
  { backend: "threads", slots: 3, quick: [] },
];

const CASES = BACKENDS.flatMap(({ backend, slots, quick }) =>
  STUDIES.flatMap(({ inSoak, ...study }) => {
    const times = soak ? inSoak : Number(quick.includes(study.study));
    return times === 0 ? [] : [{ backend, slots, ...study, times }];
  }),
);

/** The moments at which one study is killed on its way: before, while and after it writes. */
function planMoments(random: Rng, whole: Readonly<Record<"journal" | "log", number>>): Moment[] {
  return Array.from({ length: KILLS }, (_, i) => {
    const sort = random.below(5);
    if (sort === 0) return { afterMs: 600 * random.next() };
    const file = sort < 3 ? "journal" : "log";
    return { file, bytes: 1 + Math.floor((0.97 * whole[file] * (i + random.next())) / KILLS) };
  });
}

/** Trials whose evaluations began, as the objective itself has written down. */
function begunIn(log: string): number[] {
  return [...log.matchAll(/^began (\d+) /gm)].map(([, trial]) => Number(trial));
}

/** Trials that the program told of as finished: in a line for a batch, or a line for a failure. */
function reportedIn({ stdout, stderr }: Finished, { batches }: SavedResults): number[] {
  const whole = [...stdout.matchAll(/^batch +(\d+)\//gm)].flatMap(([, batch]) => batches[Number(batch) - 1] ?? [-1]);
  const failed = [...stderr.matchAll(/^trial (\d+) failed/gm)].map(([, trial]) => Number(trial));
  return [...whole, ...failed];
}

/** Lets the study run until it is killed, and checks what it leaves behind. Gives its exit code. */
async function killAt(moment: Moment, study: KilledStudy, name: string, slots: number): Promise<number | null> {
  const before = await readResults(study.dir, name);
  const logged = study.log.length;
  const run = await study.run(moment);
  const after = await readResults(study.dir, name);
  const told = JSON.stringify({ moment, code: run.code, stderr: run.stderr.slice(-1000) });
  for (const trial of reportedIn(run, after)) expect(after.finished.has(trial), `${trial}: ${told}`).toBe(true);
  for (const [trial, result] of before.finished) expect(after.finished.get(trial), told).toEqual(result);
  const began = begunIn(study.log.slice(logged));
  expect(new Set(began).size, told).toBe(began.length);
  expect(
    began.filter((trial) => before.finished.has(trial)),
    told,
  ).toEqual([]);
  expect(began.filter((trial) => !after.finished.has(trial)).length, told).toBeLessThanOrEqual(slots);
  return run.code;
}

describe("shac run, however often it is killed,", () => {
  it.concurrent.each(CASES)(
    "loses nothing of the study $study and does nothing twice, with the backend $backend, to the end of a whole run inline",
    { timeout },
    async ({ backend, slots, study: label, words: own, definition, times }) => {
      const { name } = definition;
      const file = new URL(`../fixtures/${name}-study.ts`, import.meta.url);
      const words = [...own, "--backend", backend, ...(slots > 1 ? ["--workers", String(slots)] : [])];
      const whole = new KilledStudy(file, name, [...own, "--backend", "inline"]);
      expect((await whole.run()).code).toBe(0);
      const undisturbed = await hashStudy(definition, whole.dir);
      const sizes = { journal: whole.sizeOf("journal"), log: whole.sizeOf("log") };
      let kills = 0;
      for (let time = 0; time < times; time++) {
        const study = new KilledStudy(file, name, words);
        for (const moment of planMoments(createRng(time, label + backend), sizes)) {
          const code = await killAt(moment, study, name, slots);
          expect([null, 0]).toContain(code);
          if (code === null) kills++;
        }
        expect((await study.run()).code).toBe(0);
        expect(await hashStudy(definition, study.dir), `study ${time}`).toEqual(undisturbed);
      }
      // Some runs may have ended before their moment came, on a machine that is quick at one thing and slow at another.
      expect(kills).toBeGreaterThanOrEqual(0.8 * KILLS * times);
    },
  );
});
