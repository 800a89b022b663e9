import { describe, expect, it } from "vitest";
import { createWorkspace } from "../workspace.js";

const SPACE = JSON.stringify({ parameters: [{ name: "x", kind: "float", low: 0, high: 1 }] });

describe.concurrent("a study that is driven by hand", () => {
  it("hands out trials, takes their outcomes, retries failures, and says when it is over", async () => {
    const { shac } = createWorkspace({ "bowl.json": SPACE });
    const json = async (...words: readonly string[]) => JSON.parse((await shac(...words, "--json")).stdout);
    const made = ["ask", "bowl.json", "--budget", "4", "--batches", "2", "--seed", "1", "--sampler", "random"];
    expect(await json("enqueue", "bowl.json", '{"x": 0.25}', ...made.slice(2))).toEqual({ name: "bowl", enqueued: 1 });
    const first = await json(...made, "--count", "9");
    expect(first).toMatchObject({ name: "bowl", running: [0, 1], stop: null });
    expect(first.trials).toEqual([
      { number: 0, attempt: 1, params: { x: 0.25 }, seed: expect.any(Number) },
      { number: 1, attempt: 1, params: { x: expect.any(Number) }, seed: expect.any(Number) },
    ]);
    const none = await shac("ask", "bowl");
    expect(none).toEqual({ code: 0, stdout: "", stderr: "The batch waits for trials 0, 1.\n" });

    const told = await shac("tell", "bowl", "0", "-0.5");
    expect(told).toEqual({ code: 0, stdout: "", stderr: "trial 0  value -0.5  the best so far\n" });
    expect(await json("tell", "bowl", "1", "--failed", "no luck")).toMatchObject({ state: "failed", reason: "error" });
    expect((await shac("retry", "bowl", "--failed")).stderr).toContain("1 trial waits for its next attempt");
    expect((await json("ask", "bowl")).trials).toEqual([{ ...first.trials[1], attempt: 2 }]);
    const outcome = '{"value": 3, "metrics": {"size": 2}}';
    expect(await json("tell", "bowl", "1", outcome)).toMatchObject({ value: 3, metrics: { size: 2 }, attempt: 2 });

    const second = await json("ask", "bowl", "--count", "2");
    for (const { number } of second.trials) await shac("tell", "bowl", String(number), "1");
    expect(await json("ask", "bowl")).toMatchObject({ trials: [], running: [], stop: "budget-spent" });
    expect(await shac("ask", "bowl")).toMatchObject({ code: 0, stderr: "The budget is spent.\n" });
    expect(await json("show", "bowl")).toMatchObject({ complete: 4, failed: 0, best: { number: 0, value: -0.5 } });
  });

  it("takes reports, says which trials may give up, and takes them as pruned", async () => {
    const { shac } = createWorkspace({
      "study.ts": `import { defineStudy, float, medianPruner, randomSampler, searchSpace } from "@shac/core";
export default defineStudy({ name: "study", space: searchSpace({ x: float(0, 1) }), totalBudget: 8, numBatches: 2, seed: 1,
  sampler: randomSampler(), pruner: medianPruner({ startupTrials: 1 }), objective: ({ x }) => x });`,
    });
    const json = async (...words: readonly string[]) => JSON.parse((await shac(...words, "--json")).stdout);
    await shac("ask", "study.ts", "--count", "4");
    for (const trial of ["0", "1", "2", "3"]) {
      await shac("tell", "study", trial, trial, "--report", `1=${trial}`, "--report", `2=${trial}`);
    }
    await shac("ask", "study", "--count", "4");
    expect(await json("tell", "study", "4", "--report", "1=0.5")).toEqual({ number: 4, prune: false });
    expect(await json("tell", "study", "5", "--report", "1=2.5")).toEqual({ number: 5, prune: true });
    // Whatever follows.
    expect(await shac("tell", "study", "5", "--report", "2=0")).toEqual({
      code: 0,
      stdout: "",
      stderr: "trial 5  may give up; tell it with --pruned\n",
    });
    expect((await shac("tell", "study", "5", "--pruned")).stderr).toBe("trial 5  pruned\n");
    expect(await json("show", "study")).toMatchObject({ complete: 4, pruned: 1, failed: 0, best: { number: 0 } });
  });

  it("refuses what does not fit, and changes nothing", async () => {
    const { shac } = createWorkspace({ "bowl.json": SPACE });
    await shac("ask", "bowl.json", "--seed", "1");
    for (const [words, message] of [
      [["tell", "bowl", "0"], "Give the value, --failed with why, or --pruned; or a --report alone."],
      [["tell", "bowl", "0", "1", "--pruned"], "Give the value, --failed with why, or --pruned"],
      [["tell", "bowl", "0", "--report", "3"], "Give a finite number."],
      [["tell", "bowl", "0", "--report", "1=2=3"], "Write a step and its value: 3=0.91."],
      [["tell", "bowl", "70", "1"], "There is no trial 70"],
      [["tell", "bowl", "70", "--report", "1=1"], "There is no trial 70"],
      [["retry", "bowl"], "--failed for all"],
      [["retry", "bowl", "0", "--failed"], "either the numbers of the trials, or --failed for all"],
      [["ask", "bowl", "--budget", "90", "--seed", "2"], '--budget, --seed: study "bowl" is made already'],
      [["predict", "bowl", "--name", "cup"], '--name is for a study file; "bowl" is the name of a study already'],
      [["retry", "bowl", "0"], "only failed trials are retried"],
      [["enqueue", "bowl", "x=1"], "x=1 is not JSON"],
      [["enqueue", "bowl", '{"x": 2}'], "does not fit"],
      [["ask", "none"], 'There is no study "none"'],
    ] as const) {
      const { code, stdout, stderr } = await shac(...words);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/^error: [^\n]*\n$/);
      expect(stderr).toContain(message);
    }
    const { trials, complete, failed } = JSON.parse((await shac("show", "--json")).stdout);
    expect([trials, complete, failed]).toEqual([10, 0, 0]);
  });
});
