import { availableParallelism } from "node:os";
import { expect, it } from "vitest";
import { resultsOf } from "./evaluate.js";
import { matrixModel, writeModel } from "./models.js";

const isLinux = process.platform === "linux";
const model = writeModel("threads.onnx", matrixModel(64));
const cores = availableParallelism();

it.skipIf(!isLinux).each([
  ["sessions.load", false],
  ["ort.InferenceSession.create", true],
])(
  "a session of %s has the worker's share of the cores, or the threads that the objective asks for (on Linux)",
  async (_, byHand) => {
    // The thread that calls run() is one of them.
    const added = async (workers: number, options = {}) => {
      const [result] = await resultsOf([{ do: "countThreads", model, options, byHand }], { workers });
      return result?.value;
    };
    expect(await added(1)).toBe(cores - 1);
    expect(await added(cores)).toBe(0);
    expect(await added(cores, { intraOpNumThreads: 3 })).toBe(2);
  },
);

it("threads do not spin while they wait, unless the objective asks for it", async () => {
  const large = writeModel("spinning.onnx", matrixModel(256));
  const spinning = { extra: { session: { intra_op: { allow_spinning: "1" } } } };
  const [byDefault, asked] = await resultsOf(
    [{}, spinning].map((options) => ({ do: "computeAtRest", model: large, size: 256, options })),
  );
  // 9 ms against 210 ms on two idle cores.
  expect(byDefault?.value).toBeLessThan((asked?.value as number) / 3);
});
