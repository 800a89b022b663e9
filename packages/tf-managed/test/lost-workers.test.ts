import { defineStudy, float, Study, searchSpace } from "@shac/core";
import { tfManagedBackend } from "@shac/tf-managed";
import { expect, it } from "vitest";
import { train, withBackend } from "./evaluations.js";

it("a worker that is killed in the middle of a fit is a loss that is tried again in the same slot", async () => {
  const study = new Study(
    defineStudy({
      name: "killed",
      space: searchSpace({ x: float(0, 1) }),
      totalBudget: 4,
      numBatches: 1,
      seed: 1,
      objective: () => 0,
    }),
  );
  await study.fit(tfManagedBackend(new URL("./fixtures/killed-once.js", import.meta.url), { backend: "wasm" }));
  expect(study.trials.map(({ state, attributes }) => [state, attributes?.attempt, attributes?.workerId])).toEqual([
    ["complete", 1, 0],
    ["complete", 2, 0],
    ["complete", 1, 0],
    ["complete", 1, 0],
  ]);
  const pids = study.trials.map(({ attributes }) => attributes?.pid);
  expect(pids[1]).not.toBe(pids[0]);
  expect(pids[2]).toBe(pids[1]);
});

it("a fit that ignores its abort is killed after a second, and its process is never used again", () =>
  withBackend(train, { backend: "wasm" }, async (evaluate) => {
    const { attributes } = await evaluate().result;
    const evaluation = evaluate({ do: "ignore" });
    await evaluation.logged;
    const aborted = performance.now();
    evaluation.abort.abort(new Error("enough"));
    await expect(evaluation.result).rejects.toThrow("enough");
    expect(performance.now() - aborted).toBeGreaterThan(900);
    expect((await evaluate().result).attributes?.pid).not.toBe(attributes?.pid);
  }));

it("a worker is replaced after a number of evaluations", () =>
  withBackend(train, { backend: "wasm", recycleAfter: 2 }, async (evaluate) => {
    const pids: unknown[] = [];
    for (let trial = 0; trial < 5; trial++) pids.push((await evaluate().result).attributes?.pid);
    expect(pids[1]).toBe(pids[0]);
    expect(pids[3]).toBe(pids[2]);
    expect(new Set(pids).size).toBe(3);
  }));

it("a worker is replaced when it holds too much memory", () =>
  withBackend(train, { backend: "wasm", recycleAboveMb: 1 }, async (evaluate) => {
    const first = await evaluate().result;
    expect((await evaluate().result).attributes?.pid).not.toBe(first.attributes?.pid);
  }));
