import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { categorical, float, Study, searchSpace } from "@shac/core";
import { processBackend } from "@shac/threading";
import { expect, it } from "vitest";
import { faults, rejection, withBackend } from "./with-backend.js";

const objective = new URL("./fixtures/toy-objective.js", import.meta.url);
const url = new URL("./fixtures/toy-runtime.js", import.meta.url);

interface ToyOptions {
  readonly workers?: number;
  readonly [option: string]: number | boolean;
}

function toyBackend({ workers = 1, ...options }: ToyOptions = {}) {
  const file = join(mkdtempSync(join(tmpdir(), "shac-runtime-")), "notes");
  const backend = processBackend(objective, {
    workers,
    runtime: { url, options: { device: "toy", file, ...options } },
  });
  return { backend, notes: () => readFileSync(file, "utf8").trim().split("\n") };
}

it("a runtime is made once per child, gives each evaluation its context, and is closed", async () => {
  const { backend, notes } = toyBackend();
  await withBackend(backend, async (evaluate) => {
    const first = evaluate({});
    const { value, attributes } = await first.result;
    expect([value, attributes?.count, first.logs]).toEqual([0, 1, ["on toy"]]);
    expect((await evaluate({}).result).attributes?.count).toBe(2);
  });
  const evaluations = [0, 1].flatMap((trial) => [`begin ${trial}`, `end ${trial}`]);
  expect(notes()).toEqual(["create 0 toy", ...evaluations, "close"]);
});

it("an evaluation that throws is ended as well", async () => {
  const { backend, notes } = toyBackend();
  await withBackend(backend, async (evaluate) => {
    expect(await rejection(evaluate({ do: "throw" }).result)).toMatchObject({ reason: "error" });
    expect((await evaluate({}).result).value).toBe(1);
  });
  expect(notes()).toContain("end 0");
});

it("what a runtime says at the end of an evaluation is in its trial, whatever the outcome", async () => {
  const { backend } = toyBackend();
  const space = searchSpace({ do: categorical(["give", "throw", "obey", "block"]) });
  const study = new Study({ space, totalBudget: 4, numBatches: 1, seed: 1 });
  await study.enqueue((["give", "throw", "obey", "block"] as const).map((action) => ({ do: action })));
  await study.fit(backend, { timeoutMs: 1000, maxFailures: Number.POSITIVE_INFINITY });
  const outcomes = study.trials.map(({ state, reason, attributes }) => [state, reason, attributes?.device]);
  expect(outcomes).toEqual([
    ["complete", undefined, "toy"],
    ["failed", "error", "toy"],
    ["failed", "timeout", "toy"],
    // Its process was killed before it could say anything.
    ["failed", "timeout", undefined],
  ]);
});

it("what a runtime says of a pruned evaluation is told as well", () =>
  withBackend(toyBackend().backend, async (evaluate) => {
    const evaluation = evaluate({}, { pruning: [{ step: 0, above: 1 }] });
    expect([(await evaluation.result).pruned, evaluation.attributes]).toEqual([true, { device: "toy" }]);
  }));

it("a child is replaced before its next evaluation when the runtime asks for it", async () => {
  const { backend, notes } = toyBackend({ recycleAt: 2 });
  await withBackend(backend, async (evaluate) => {
    const pids: unknown[] = [];
    for (let trial = 0; trial < 3; trial++) pids.push((await evaluate({}).result).attributes?.pid);
    expect(pids[1]).toBe(pids[0]);
    expect(pids[2]).not.toBe(pids[0]);
  });
  expect(notes().filter((note) => note === "close").length).toBe(2);
});

it("a runtime that cannot end an evaluation costs its child, not the result", async () => {
  const { backend } = toyBackend({ failToEndAt: 1 });
  await withBackend(backend, async (evaluate) => {
    const first = evaluate({});
    const { value, attributes } = await first.result;
    expect(value).toBe(0);
    expect(first.logs).toContain("The runtime could not end the evaluation: cannot release");
    expect((await evaluate({}).result).attributes?.pid).not.toBe(attributes?.pid);
  });
});

it("a runtime that cannot begin an evaluation is a loss that can be tried again, in a new child", async () => {
  const { backend } = toyBackend({ breakAt: 2 });
  await withBackend(backend, async (evaluate) => {
    await evaluate({}).result;
    expect(await rejection(evaluate({}).result)).toMatchObject({
      code: "backend-failed",
      retryable: true,
      message: "The runtime could not begin trial 1: device lost",
      cause: { message: "device lost" },
    });
    expect((await evaluate({}).result).value).toBe(2);
  });
});

it("what a runtime has to say to the user is said once, when the search starts", async () => {
  const study = new Study({ space: searchSpace({ x: float(0, 1) }), totalBudget: 4, numBatches: 1, seed: 1 });
  const notices: string[] = [];
  study.on("notice", ({ message }) => notices.push(message));
  study.on("trial-started", () => notices.push("started"));
  await study.fit(toyBackend({ workers: 2 }).backend);
  expect(notices).toEqual(["runs on toy 0", "started", "started", "started", "started"]);
});

it("a runtime that cannot be made refuses open(), and says so", async () => {
  const { backend } = toyBackend({ refuse: true });
  const error = await rejection(withBackend(backend, async () => {}));
  expect(error).toMatchObject({ code: "backend-failed", retryable: false });
  expect(error.message).toMatch(/toy-runtime\.js cannot be used: no such device$/);
});

it("each slot has an environment of its own", () =>
  withBackend(
    processBackend(faults, { workers: 2, environment: (workerId) => ({ TOY_DEVICE: `device ${workerId}` }) }),
    async (evaluate) => {
      const both = [0, 1].map(() => evaluate({ do: "environment", name: "TOY_DEVICE" }));
      const workerIds = await Promise.all(both.map(({ started }) => started));
      const devices = await Promise.all(both.map(async ({ result }) => (await result).attributes?.TOY_DEVICE));
      expect([...workerIds].sort()).toEqual([0, 1]);
      expect(devices).toEqual(workerIds.map((workerId) => `device ${workerId}`));
    },
  ));
