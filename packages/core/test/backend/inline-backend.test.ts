import { float, InvalidOptionError, inlineBackend, randomSampler, Study, searchSpace, vector } from "@shac/core";
import { describe, expect, it } from "vitest";

const space = searchSpace({ x: float(0, 1), weights: vector(float(0, 1), 3) });
const small = { space, totalBudget: 6, numBatches: 1, seed: 1, sampler: randomSampler() };

describe("the inline backend", () => {
  it("gives each objective params of its own: a trial keeps what was proposed", async () => {
    const study = new Study(small);
    const proposed: unknown[] = [];
    await study.fit((params) => {
      proposed.push(structuredClone(params));
      params.x = 2;
      params.weights[0] = 2;
      return 0;
    });
    expect(study.trials.map(({ params }) => params)).toEqual(proposed);
    const [trial] = study.trials;
    for (const part of [trial, trial?.params, trial?.params.weights]) expect(Object.isFrozen(part)).toBe(true);
  });

  it("overlaps as many evaluations as it was told, each under a worker id of its own", async () => {
    for (const concurrency of [1, 2, 6]) {
      const running = new Set<number>();
      let most = 0;
      let waiting: (() => void)[] = [];
      // Ends when as many as were asked for run at once, so with fewer it never does.
      await new Study(small).fit(
        inlineBackend(
          async (_params: unknown, { workerId }: { workerId: number }) => {
            expect(running.has(workerId)).toBe(false);
            running.add(workerId);
            most = Math.max(most, running.size);
            await new Promise<void>((resolve) => {
              waiting.push(resolve);
              if (waiting.length < concurrency) return;
              for (const go of waiting) go();
              waiting = [];
            });
            running.delete(workerId);
            return 1;
          },
          { concurrency },
        ),
      );
      expect(most).toBe(concurrency);
    }
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses a concurrency of %s", (concurrency) => {
    expect(() => inlineBackend(() => 1, { concurrency })).toThrow(InvalidOptionError);
    expect(() => inlineBackend(() => 1, { concurrency })).toThrow(`concurrency is ${concurrency}`);
  });

  it.each<[string, number, number]>([
    ["the same step twice", 3, 1],
    ["an earlier step", 2, 1],
    ["a step that is no number", Number.NaN, 1],
    ["a value that is no number", 4, "1" as unknown as number],
  ])("fails a trial that reports %s", async (_what, step, value) => {
    const study = new Study(small);
    await study.fit((_params, { trial, report }) => {
      report(3, Number.NaN);
      if (trial === 1) report(step, value);
      return 1;
    });
    expect(study.trials.map(({ reason }) => reason)).toEqual([undefined, "error", ...Array(4).fill(undefined)]);
    expect(study.trials[1]?.error).toMatchObject({
      code: "invalid-option",
      message: expect.stringContaining("step 3"),
    });
  });

  it("hands on metrics and attributes, which nobody can change afterwards", async () => {
    const study = new Study(small);
    const metrics = { latency: 3 };
    const attributes = { device: { name: "cpu" } };
    await study.fit((_params, { trial }) => {
      metrics.latency = trial;
      return { value: 1, metrics, attributes };
    });
    expect(study.trials.map((trial) => trial.metrics?.latency)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(study.trials[0]?.attributes).toEqual(attributes);
    for (const part of [study.trials[0]?.metrics, study.trials[0]?.attributes])
      expect(Object.isFrozen(part)).toBe(true);
  });

  it("has no directory for trials of a study in memory", async () => {
    const study = new Study(small);
    await study.fit((_params, context) => ("directory" in context ? Number.NaN : 1));
    expect(study.best?.value).toBe(1);
  });
});
