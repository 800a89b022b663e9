import { type EvaluationResult, type EvaluatorBackend, randomSampler, Study } from "@shac/core";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { space } from "./studies.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

const LIMIT_MS = 1000;

/** [from when on it is silent, until when, when it ends], in milliseconds from its start. */
type Course = readonly [number, number, number];

/** A backend far away, each of whose evaluations takes such a course. */
function remote(courses: readonly Course[]): EvaluatorBackend {
  return {
    apiVersion: 1,
    name: "remote",
    isolation: "remote",
    cancellation: "forced",
    open: async (_study, capacity) => capacity(courses.length),
    close: async () => {},
    evaluate: ({ trial }, { signal, onStart, onSilence }) =>
      new Promise<EvaluationResult>((resolve, reject) => {
        const [silent, heard, end] = courses[trial] as Course;
        onStart({ workerId: trial });
        setTimeout(() => onSilence?.(true), silent);
        setTimeout(() => onSilence?.(false), heard);
        const timer = setTimeout(() => resolve({ value: 1, elapsedMs: end }), end);
        signal.addEventListener("abort", () => {
          clearTimeout(timer);
          reject(signal.reason);
        });
      }),
  };
}

it("a time limit leaves out what time an evaluation is silent", async () => {
  const courses: readonly Course[] = [
    [500, 9000, 8000],
    [500, 9000, 9400],
    [500, 9000, 20_000],
    [10_000, 11_000, 999],
    [0, 9000, 9999],
  ];
  const study = new Study({ space, totalBudget: courses.length, numBatches: 1, sampler: randomSampler(), seed: 1 });
  const fitted = study.fit(remote(courses), { timeoutMs: LIMIT_MS });
  await vi.advanceTimersByTimeAsync(30_000);
  await fitted;
  expect(study.trials.map(({ reason }) => reason)).toEqual([undefined, undefined, "timeout", undefined, undefined]);
  // Half a second before the silence, and half a second after it.
  expect(study.trials[2]?.elapsedMs).toBeCloseTo(LIMIT_MS);
});
