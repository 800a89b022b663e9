import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryStorage, Study, StudyLockedError, type StudyOptions, type Trial, TrialStateError } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { essence } from "@shac/core/testing";
import { afterEach, describe, expect, it } from "vitest";
import { bowl, chance, climbingSampler, climbingStudy, type Params, recordsOf, space } from "./studies.js";

const definition = climbingStudy("asked");

const numbers = (trials: readonly Trial<unknown>[]) => trials.map(({ number }) => number);

async function fitted(options: StudyOptions<typeof space> = definition): Promise<readonly Trial<Params>[]> {
  const study = new Study(options);
  await study.fit(bowl);
  return study.trials;
}

describe("ask and tell", () => {
  it("make the trials that fit makes, in whatever order they are told", async () => {
    const study = new Study(definition);
    const heard: string[] = [];
    study.on("batch-started", ({ batch, trials }) => heard.push(`start ${batch} ${trials.length}`));
    study.on("trial-finished", ({ trial }) => heard.push(`${trial.number} ${trial.state}`));
    study.on("batch-finished", ({ batch }) => heard.push(`end ${batch}`));
    const asked: number[] = [];
    for (let left: Trial<Params>[] = []; ; ) {
      left.push(...(await study.ask(3)));
      if (left.length === 0) break;
      left.sort((a, b) => chance(1, a.number) - chance(1, b.number));
      const [next, ...others] = left;
      asked.push(next?.number as number);
      await study.tell(next as Trial<Params>, bowl(next?.params as Params));
      left = others;
    }
    expect(asked).not.toEqual(asked.toSorted((a, b) => a - b));
    expect(study.history.stop).toBe("budget-spent");
    expect(essence(study.trials)).toEqual(essence(await fitted()));
    expect(heard.filter((line) => /start|end/.test(line))).toEqual(
      [0, 1, 2].flatMap((b) => [`start ${b} 4`, `end ${b}`]),
    );
    expect(study.history.batches).toHaveLength(3);
  });

  it("say what a batch waits for when all of it is out", async () => {
    const study = new Study(definition);
    expect(numbers(await study.ask(3))).toEqual([0, 1, 2]);
    expect(numbers(await study.ask(3))).toEqual([3]);
    expect(await study.ask()).toEqual([]);
    expect(numbers(study.running)).toEqual([0, 1, 2, 3]);
    expect(study.history.stop).toBeUndefined();
    await study.tell(2, 1);
    expect(await study.ask()).toEqual([]);
    expect(numbers(study.running)).toEqual([0, 1, 3]);
    for (const number of [0, 1, 3]) await study.tell(number, 1);
    expect(numbers(await study.ask(9))).toEqual([4, 5, 6, 7]);
  });

  it("keep what is out over processes, and lock only as long as they act", async () => {
    const storage = memoryStorage();
    const act = async <T>(work: (study: Study<Params>) => Promise<T>): Promise<T> => {
      const study = await Study.open(definition, { storage, waitMs: 5000 });
      try {
        return await work(study);
      } finally {
        await study.close();
      }
    };
    for (;;) {
      const [first, second] = await Promise.all([act((study) => study.ask()), act((study) => study.ask())]);
      const trials = [...(first ?? []), ...(second ?? [])];
      if (trials.length === 0) break;
      expect(new Set(numbers(trials)).size).toBe(trials.length);
      await Promise.all(trials.map((trial) => act((study) => study.tell(trial, bowl(trial.params)))));
    }
    expect(essence((await Study.restore(storage, "asked")).trials)).toEqual(essence(await fitted()));
  });

  it("go on with a study that was restored without its file", async () => {
    const storage = memoryStorage();
    await (await Study.open(definition, { storage })).close();
    const asking = await Study.restore(storage, "asked", { space, sampler: definition.sampler });
    const [trial] = await asking.ask();
    await asking.close();
    const telling = await Study.restore(storage, "asked");
    expect(await telling.tell(0, { value: 3, metrics: { size: 2 } })).toEqual({
      ...trial,
      state: "complete",
      value: 3,
      metrics: { size: 2 },
      elapsedMs: expect.any(Number),
    });
    await telling.close();
    const other = Study.restore(storage, "asked", { sampler: { ...climbingSampler(), name: "other" } });
    await expect(other).rejects.toThrow("sampler: saved climbing");
  });

  it("count the time between them as the study's", async () => {
    const study = new Study(definition);
    const [trial] = await study.ask();
    const began = Date.now();
    while (Date.now() - began < 20);
    const { elapsedMs } = await study.tell(trial as Trial<Params>, 1);
    expect(elapsedMs).toBeGreaterThanOrEqual(20);
    expect(study.history.seconds * 1000).toBeGreaterThanOrEqual(20);
  });

  it("fail a trial with what is told: an error, a sentence, or what no objective may give", async () => {
    const study = new Study(definition);
    await study.ask(4);
    const cause = new TypeError("broken", { cause: "fate" });
    expect(await study.tell(0, { failed: cause })).toMatchObject({
      state: "failed",
      reason: "error",
      error: { name: "TypeError", message: "broken", cause: { message: "fate" } },
    });
    expect((await study.tell(1, { failed: "it burnt" })).error).toEqual({ name: "Error", message: "it burnt" });
    expect(await study.tell(2, { failed: "too slow", reason: "timeout" })).toMatchObject({
      reason: "timeout",
      error: { message: "too slow" },
    });
    expect(await study.tell(3, Number.NaN)).toMatchObject({ state: "failed", reason: "invalid-value" });
    expect(study.history.batches[0]).toMatchObject({ failed: 4, complete: 0 });
  });

  it("take back what was forgotten, as a lost attempt with the same params; a late outcome still counts once", async () => {
    const study = new Study(definition);
    const [first] = await study.ask();
    expect(numbers(await study.ask(1, { askTimeoutMs: 60_000 }))).toEqual([1]);
    const lost: number[] = [];
    study.on("trial-lost", ({ trial }) => lost.push(trial.number));
    const again = await study.ask(2, { askTimeoutMs: 0 });
    expect(lost).toEqual([0, 1]);
    expect(again).toMatchObject([
      { ...first, attempt: 2 },
      { number: 1, attempt: 2 },
    ]);
    await study.tell(first as Trial<Params>, 7);
    await expect(study.tell(again[0] as Trial<Params>, 8)).rejects.toThrow(
      'Trial 0 of study "asked" is complete already',
    );
    expect(study.trials[0]?.value).toBe(7);
  });

  it("refuse trials that are unknown or told already, also when both are told at once", async () => {
    const study = new Study(definition);
    await expect(study.tell(0, 1)).rejects.toThrow('There is no trial 0 in study "asked"; it has none yet.');
    await study.ask();
    const unknown = await study.tell(4, 1).catch((error) => error);
    expect(unknown).toBeInstanceOf(TrialStateError);
    expect(unknown).toMatchObject({ code: "unknown-trial", trial: 4 });
    const both = await Promise.allSettled([study.tell(0, 1), study.tell(0, 2)]);
    expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect((both[1] as PromiseRejectedResult).reason).toMatchObject({ code: "trial-finished", trial: 0 });
    await expect(study.ask(0)).rejects.toThrow("count is 0");
    await expect(study.tell(Number.NaN, 1)).rejects.toThrow("There is no trial NaN");
  });

  it("go before fit and after it; fit takes back what is out", async () => {
    const storage = memoryStorage();
    const study = await Study.open(definition, { storage });
    const [first, second] = await study.ask(2);
    await study.tell(first as Trial<Params>, bowl(first?.params as Params));
    const attempts: number[] = [];
    await study.fit((params, { trial, attempt }) => {
      attempts[trial] = attempt;
      if (trial === 9) study.stop();
      return bowl(params);
    });
    expect(study.history.stop).toBe("stopped");
    expect(attempts.slice(0, 4)).toEqual([undefined, 2, 1, 1]);
    await expect(study.tell(second as Trial<Params>, 1)).rejects.toMatchObject({ code: "trial-finished" });
    for (let trials = await study.ask(4); trials.length > 0; trials = await study.ask(4)) {
      for (const trial of trials) await study.tell(trial, bowl(trial.params));
    }
    await study.close();
    expect(essence(study.trials)).toEqual(essence(await fitted()));
    expect((await Study.restore(storage, "asked")).trials).toEqual(study.trials);
  });

  it("are refused while fit runs, and on a closed study", async () => {
    const study = new Study(definition);
    const refused: Promise<unknown>[] = [];
    await study.fit((params) => {
      refused.push(expect(study.ask()).rejects.toThrow("is being fitted already"));
      return bowl(params);
    });
    await Promise.all(refused);
    await study.close();
    await expect(study.ask()).rejects.toMatchObject({ code: "study-closed" });
  });

  it("work one by one in asynchronous mode", async () => {
    const study = new Study({ ...definition, mode: "async" });
    expect(numbers(await study.ask(5))).toEqual([0, 1, 2, 3, 4]);
    await study.tell(3, 0.5);
    expect(numbers(await study.ask(2))).toEqual([5, 6]);
    expect(numbers(await study.ask(9))).toEqual([7, 8, 9, 10, 11]);
    expect(await study.ask()).toEqual([]);
    expect(study.history.stop).toBeUndefined();
    for (const { number } of study.running) await study.tell(number, number);
    expect(await study.ask()).toEqual([]);
    expect(study.history).toMatchObject({ stop: "budget-spent", batches: [{ best: 0 }, {}, {}] });
  });
});

describe("a time to wait that is none", () => {
  it.each([Number.NaN, -1, "5m" as unknown as number])("is refused by name: %s", async (time) => {
    const storage = memoryStorage();
    await (await Study.open(definition, { storage })).close();
    await expect(new Study(definition).ask(1, { askTimeoutMs: time })).rejects.toThrow(`askTimeoutMs is ${time};`);
    await expect(Study.open(definition, { storage, waitMs: time })).rejects.toThrow(`waitMs is ${time};`);
    const { sampler } = definition;
    await expect(Study.restore(storage, "asked", { sampler, waitMs: time })).rejects.toThrow(`waitMs is ${time};`);
  });
});

describe("ask and tell on disk", () => {
  const directory = mkdtempSync(join(tmpdir(), "shac-ask-"));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it("wait for the lock as long as they are told to", async () => {
    const storage = journalStorage(directory);
    const held = await Study.open(definition, { storage });
    const restored = await Study.restore(storage, "asked", { sampler: definition.sampler, waitMs: 20 });
    await expect(restored.ask()).rejects.toBeInstanceOf(StudyLockedError);
    const patient = await Study.restore(storage, "asked", { sampler: definition.sampler, waitMs: 10_000 });
    const waiting = patient.ask();
    await held.close();
    expect(numbers(await waiting)).toEqual([0]);
    await patient.close();
    expect((await recordsOf(storage, "asked")).at(-1)).toMatchObject({ type: "asked", trial: 0, attempt: 1 });
  });
});
