import { defineStudy, float, ordinal, searchSpace } from "@shac/core";
import type { OnnxContext } from "@shac/onnx";

/** A small trained classifier. Put your own model in its place. */
const model = new URL("./study-model.onnx", import.meta.url);

/** Points of two half moons, and of which of them they are. Put your validation data in their place. */
const examples = Array.from({ length: 1000 }, (_, i) => {
  const turn = Math.PI * ((0.618034 * i) % 1);
  const isUpper = i % 2 === 0;
  const x = (isUpper ? Math.cos(turn) : 1 - Math.cos(turn)) + 0.3 * Math.sin(7 * i);
  const y = (isUpper ? Math.sin(turn) : 0.5 - Math.sin(turn)) + 0.3 * Math.sin(11 * i);
  return { point: [x, y], isUpper };
});

export default defineStudy({
  name: "study",
  // What is chosen around the model: what its output means, and how it is run.
  space: searchSpace({
    threshold: float(0.05, 0.95),
    batchSize: ordinal([1, 10, 100, 1000]),
    threads: ordinal([1, 2]),
  }),
  direction: "maximize",
  // Settings that take longer than this for a batch are never the best.
  constraints: { msPerBatch: { max: 20 } },
  totalBudget: 60,
  numBatches: 6,
  seed: 1,
  async objective({ threshold, batchSize, threads }, { ort, sessions }: OnnxContext) {
    const { measureLatency, readOutput, toFeeds } = await import("@shac/onnx");
    const session = await sessions.load(model, { intraOpNumThreads: threads });
    let right = 0;
    for (let at = 0; at < examples.length; at += batchSize) {
      const batch = examples.slice(at, at + batchSize);
      const feeds = toFeeds(ort, session, { points: batch.map(({ point }) => point) });
      const probabilities = readOutput(await session.run(feeds), "probability", "float32");
      right += batch.filter(({ isUpper }, i) => Number(probabilities[i]) > threshold === isUpper).length;
    }
    const some = toFeeds(ort, session, { points: examples.slice(0, batchSize).map(({ point }) => point) });
    const { median } = await measureLatency(session, some);
    return { value: right / examples.length, metrics: { msPerBatch: median } };
  },
  backend: async (studyFile, flags) => (await import("@shac/onnx")).onnxBackend(studyFile, flags),
});
