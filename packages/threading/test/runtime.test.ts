import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processBackend } from "@shac/threading";
import { expect, it } from "vitest";
import { faults, rejection, withBackend } from "./with-backend.js";

const objective = new URL("./fixtures/toy-objective.js", import.meta.url);
const url = new URL("./fixtures/toy-runtime.js", import.meta.url);

function toyBackend(options: Record<string, number | boolean> = {}) {
  const file = join(mkdtempSync(join(tmpdir(), "shac-runtime-")), "notes");
  const backend = processBackend(objective, {
    workers: 1,
    runtime: { url, options: { device: "toy", file, ...options } },
  });
  return { backend, notes: () => readFileSync(file, "utf8").trim().split("\n") };
}

it("a runtime is made once per child, gives each evaluation its context, and is closed", async () => {
  const { backend, notes } = toyBackend();
  await withBackend(backend, async (evaluate) => {
    const first = evaluate({});
    const { value, attributes } = await first.result;
    expect([value, attributes?.count, attributes?.device, first.logs]).toEqual([0, 1, "toy", ["on toy"]]);
    expect((await evaluate({}).result).attributes?.count).toBe(2);
    const pruned = await evaluate({}, { pruning: [{ step: 0, above: 1 }] }).result;
    expect([pruned.pruned, pruned.attributes]).toEqual([true, { device: "toy" }]);
  });
  const evaluations = [0, 1, 2].flatMap((trial) => [`begin ${trial}`, `end ${trial}`]);
  expect(notes()).toEqual(["create 0 toy", ...evaluations, "close"]);
});

it("an evaluation that throws is ended as well", async () => {
  const { backend, notes } = toyBackend();
  await withBackend(backend, async (evaluate) => {
    expect(await rejection(evaluate({ fail: true }).result)).toMatchObject({ reason: "error" });
    expect((await evaluate({}).result).value).toBe(1);
  });
  expect(notes()).toContain("end 0");
});

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
