import { EvaluationError } from "@shac/core";
import ort from "onnxruntime-node";
import { expect, it } from "vitest";
import { evaluateAll } from "./evaluate.js";
import { matrixModel, writeModel } from "./models.js";

const model = writeModel("providers.onnx", matrixModel(2));
const available = ort.listSupportedBackends().map(({ name }) => name);

const outcomeOf = async (executionProviders: readonly unknown[] | undefined) => {
  const options = { ...(executionProviders && { executionProviders }) };
  const [evaluated] = await evaluateAll([{ do: "load", models: [model], options: options as never }]);
  return evaluated as NonNullable<typeof evaluated>;
};

const hasCuda = !((await outcomeOf(["cuda"])).outcome instanceof Error);

it("the provider that was used is in the trial's attributes", async () => {
  for (const providers of [undefined, [], ["cpu"], [{ name: "cpu", useArena: false }]]) {
    expect(await outcomeOf(providers)).toMatchObject({
      outcome: { value: 2 },
      attributes: { executionProviders: ["cpu"] },
    });
  }
});

it.skipIf(hasCuda)(
  "the next one is taken where the first has no library, and the log says why (not run: this machine has CUDA)",
  async () => {
    const { logs, ...evaluated } = await outcomeOf(["cuda", "cpu"]);
    expect(evaluated).toMatchObject({ outcome: { value: 2 }, attributes: { executionProviders: ["cpu"] } });
    expect(logs.join("\n")).toMatch(/^Ran on cpu, not on cuda: .*Failed to load shared library/m);
  },
);

it.skipIf(!hasCuda)("the first one that works is taken (not run: no CUDA here)", async () => {
  expect(await outcomeOf(["cuda", "cpu"])).toMatchObject({ attributes: { executionProviders: ["cuda"] } });
});

it("one of another system is passed over", async () => {
  const elsewhere = process.platform === "darwin" ? "dml" : "coreml";
  const { logs, ...evaluated } = await outcomeOf([elsewhere, "cpu"]);
  expect(evaluated).toMatchObject({ outcome: { value: 2 }, attributes: { executionProviders: ["cpu"] } });
  expect(logs).toContain(
    `Ran on cpu, not on ${elsewhere}: not in onnxruntime-node for ${process.platform} ${process.arch}`,
  );
});

it("a list of which none works fails the trial with the reason of each", async () => {
  const elsewhere = process.platform === "darwin" ? "dml" : "coreml";
  const { outcome } = await outcomeOf([elsewhere]);
  expect(outcome).toBeInstanceOf(EvaluationError);
  expect(outcome).toMatchObject({
    cause: { code: "model-load-failed", message: expect.stringContaining(`${elsewhere}: not in`) },
  });
});

it("an unknown one is an error that lists those available", async () => {
  const { outcome } = await outcomeOf(["cpu", "gpu"]);
  expect(outcome).toBeInstanceOf(EvaluationError);
  expect(outcome).toMatchObject({
    cause: {
      code: "invalid-option",
      message: `executionProviders names "gpu", which ONNX Runtime does not have; this onnxruntime-node has ${available.join(", ")}.`,
    },
  });
});
