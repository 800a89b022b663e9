import { InvalidOptionError } from "@shac/core";
import { measureLatency } from "@shac/onnx";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, it } from "vitest";
import { matrixModel } from "./models.js";

const session = await InferenceSession.create(matrixModel(256), { intraOpNumThreads: 1 });
const feedsOf = (rows: number) => ({ x: new Tensor("float32", new Float32Array(rows * 256), [rows, 256]) });

it("gives percentiles in order, which a larger batch raises", async () => {
  const [small, large] = [
    await measureLatency(session, feedsOf(1)),
    await measureLatency(session, feedsOf(2000), { runs: 20 }),
  ];
  for (const { median, p95, p99 } of [small, large]) {
    expect(median).toBeGreaterThan(0);
    expect(p95).toBeGreaterThanOrEqual(median);
    expect(p99).toBeGreaterThanOrEqual(p95);
  }
  expect(large.median).toBeGreaterThan(small.median);
});

it("counts what the run takes, warm-up left out, by the nearest rank", async () => {
  const clock = performance.now;
  // Runs of 1, 2 ... 20 ms by this clock, whatever they really take.
  let now = 0;
  let calls = 0;
  performance.now = () => {
    calls += 1;
    if (calls % 2 === 0) now += calls / 2;
    return now;
  };
  try {
    expect(await measureLatency(session, feedsOf(1), { warmup: 5, runs: 20 })).toEqual({
      median: 10,
      p95: 19,
      p99: 20,
    });
  } finally {
    performance.now = clock;
  }
});

it("refuses counts that cannot be, and passes on what the run rejects with", async () => {
  await expect(measureLatency(session, feedsOf(1), { runs: 0 })).rejects.toThrow(InvalidOptionError);
  await expect(measureLatency(session, feedsOf(1), { warmup: -1 })).rejects.toThrow("warmup is -1");
  await expect(measureLatency(session, {})).rejects.toThrow("input 'x' is missing");
});
