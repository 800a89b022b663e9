import type { EvaluationResult, JsonObject } from "@shac/core";
import { describe, expect, it } from "vitest";
import { testedBackends } from "./backends.js";
import { train, withBackend } from "./evaluations.js";

const uses = new URL("./fixtures/uses-session.js", import.meta.url);

/** All that training gave, without what belongs to the process. */
function outcome({ value, attributes }: EvaluationResult): JsonObject {
  const { weights, names, weightNames } = attributes as JsonObject;
  return { value: value as number, weights, names, weightNames } as JsonObject;
}

describe.each(testedBackends)("on $backend", ({ backend, isMissing, needs }) => {
  const options = { backend, maxGpuEvaluators: 0 } as const;

  it.skipIf(isMissing)(`an evaluation repeats bit for bit, in the same process and in another ${needs}`, async () => {
    const [first, again, other] = await withBackend(train, options, async (evaluate) => [
      outcome(await evaluate().result),
      outcome(await evaluate().result),
      outcome(await evaluate({}, { seed: 2 }).result),
    ]);
    expect(again).toEqual(first);
    expect(other?.weights).not.toEqual(first?.weights);
    const elsewhere = await withBackend(train, options, async (evaluate) => outcome(await evaluate().result));
    expect(elsewhere).toEqual(first);
  });

  it.skipIf(isMissing)(`the session says where it computes, and evaluates tensors ${needs}`, () =>
    withBackend(uses, options, async (evaluate) => {
      const { attributes } = await evaluate().result;
      expect(attributes).toMatchObject({
        session: { backend, device: { type: "cpu", index: 0 } },
        scalar: 6,
        list: [
          [1, 2],
          [[3], [4]],
        ],
        named: { flags: [1, 0], words: ["a", "b"] },
        memory: { numTensors: 8, numBytes: 4 + 8 + 8 + 2 + 2 + 4 + 4 + 4 },
        backend,
        backendChoice: backend,
        device: "cpu 0",
      });
    }),
  );
});

it("layers, weights and variables are named as in a new process", () =>
  withBackend(train, { backend: "wasm" }, async (evaluate) => {
    await evaluate().result;
    const { attributes } = await evaluate().result;
    expect(attributes?.names).toEqual([
      "conv2d_Conv2D1",
      "batch_normalization_BatchNormalization1",
      "dropout_Dropout1",
      "flatten_Flatten1",
      "dense_Dense1",
    ]);
    expect(attributes?.weightNames).toContain("dense_Dense1/kernel");
  }));

it("every optimizer begins anew", () =>
  withBackend(train, { backend: "wasm" }, async (evaluate) => {
    for (const optimizer of ["adam", "adamax", "rmsprop", "adagrad", "sgd"]) {
      const first = await evaluate({ optimizer }).result;
      const again = await evaluate({ optimizer }).result;
      expect(outcome(again)).toEqual(outcome(first));
      expect(again.attributes?.before).toBe(0);
    }
  }));

it("the evaluation in this process has the result of the one in a process", async () => {
  const inProcess = await withBackend(train, { backend: "wasm", isolation: "none" }, async (evaluate) => {
    const random = Math.random;
    const result = outcome(await evaluate().result);
    expect(Math.random).toBe(random);
    return result;
  });
  expect(await withBackend(train, { backend: "wasm" }, async (e) => outcome(await e().result))).toEqual(inProcess);
});

it("what is given to onDispose runs when the evaluation has ended, the last first, and may throw", () =>
  withBackend(uses, { backend: "wasm" }, async (evaluate) => {
    for (const params of [{ do: "dispose" }, { do: "dispose", fail: true }]) {
      const evaluation = evaluate(params);
      await evaluation.result.catch(() => {});
      expect(evaluation.logs).toEqual([
        "second, with its tensor",
        "A function given to session.onDispose threw: Error: in between",
        "first",
      ]);
    }
  }));

it.each(["process", "none"] as const)(
  "what an evaluation leaked is told however it ends, in isolation %s",
  (isolation) =>
    withBackend(uses, { backend: "wasm", isolation }, async (evaluate) => {
      const pruning = [{ step: 0, above: 0 }];
      for (const end of ["value", "throw", "prune", "obey"]) {
        const { result, started, abort, attributes } = evaluate({ do: "leak", end }, { pruning });
        await started;
        if (end === "obey") abort.abort(new Error("enough"));
        const outcome = await result.then(
          ({ pruned = false }) => (pruned ? "prune" : "value"),
          ({ message }: Error) => (message === "enough" ? "obey" : "throw"),
        );
        expect([outcome, attributes]).toMatchObject([end, { tensorsLeaked: 50, bytesHeld: 50 * 400 }]);
      }
    }),
);

it("whatever an evaluation changes of the engine is undone", () =>
  withBackend(uses, { backend: "wasm" }, async (evaluate) => {
    const clean = (await evaluate({ do: "engine" }).result).attributes;
    expect(clean).toMatchObject({ backendBefore: "wasm", variables: 0, scopes: 0, debug: false });
    expect((await evaluate({ do: "engine" }).result).attributes).toEqual(clean);
  }));

it("what an evaluation left running costs its process", () =>
  withBackend(uses, { backend: "wasm" }, async (evaluate) => {
    const quiet = (await evaluate({ do: "pid" }).result).attributes?.pid;
    expect((await evaluate({ do: "leave running" }).result).attributes?.pid).toBe(quiet);
    expect((await evaluate({ do: "pid" }).result).attributes?.pid).not.toBe(quiet);
  }));

it("a fit that nobody awaits fails its own trial, and no other", () =>
  withBackend(uses, { backend: "wasm" }, async (evaluate) => {
    await expect(evaluate({ do: "forget a fit" }).result).rejects.toThrow("threw outside of its call in trial 0");
    await evaluate().result;
  }));

it("an engine that was reset costs its process", () =>
  withBackend(uses, { backend: "wasm" }, async (evaluate) => {
    const { attributes } = await evaluate({ do: "reset the engine" }).result;
    expect((await evaluate({ do: "pid" }).result).attributes?.pid).not.toBe(attributes?.pid);
  }));

it("two backends in one process compute on what each was made for", () =>
  withBackend(uses, { backend: "wasm", isolation: "none" }, (onWasm) =>
    withBackend(uses, { backend: "cpu", isolation: "none" }, async (onCpu) => {
      for (const [evaluate, backend] of [
        [onWasm, "wasm"],
        [onCpu, "cpu"],
        [onWasm, "wasm"],
      ] as const) {
        expect((await evaluate({ do: "say the backend" }).result).attributes?.computesOn).toBe(backend);
      }
    }),
  ));

it("an evaluation that reads files keeps its process", () =>
  withBackend(uses, { backend: "wasm" }, async (evaluate) => {
    const pids = new Set<unknown>();
    for (let trial = 0; trial < 5; trial++) pids.add((await evaluate({ do: "read a file" }).result).attributes?.pid);
    expect(pids.size).toBe(1);
  }));

it("run() refuses what is no tensor", () =>
  withBackend(uses, { backend: "wasm" }, async (evaluate) => {
    await expect(evaluate({ do: "run nothing" }).result).rejects.toThrow(
      "session.run was given undefined; give tensors, or lists or objects of them.",
    );
  }));
