import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { registerWasmKernels } from "@shac/tf-managed";
import { expect } from "vitest";

registerWasmKernels(tf);

/** Numbers in [-1, 1) that depend on the shape alone. */
export function values(shape: number[]): tf.Tensor {
  const seed = shape.reduce((hash, length) => (31 * hash + length) % 1e9, 1);
  return tf.randomUniform(shape, -1, 1, "float32", seed);
}

/** Expects `compute` to give the same on WASM as on the cpu backend, up to 1e-5 of the greatest number, and to leave nothing on either. */
export async function expectSameOnBoth(compute: () => tf.Tensor[]): Promise<void> {
  const expected = await on("cpu", compute);
  const actual = await on("wasm", compute);
  expect(actual.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  for (const [index, { numbers }] of actual.entries()) expectClose(numbers, expected[index]?.numbers ?? []);
}

/** Expects no number to differ by more than `tolerance` times the greatest expected one. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  expect(actual.length).toBe(expected.length);
  let scale = 1e-3;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs((actual[i] as number) - (expected[i] as number));
    scale = Math.max(scale, Math.abs(expected[i] as number));
    worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
  }
  expect(worst / scale).toBeLessThan(tolerance);
}

async function on(backend: "cpu" | "wasm", compute: () => tf.Tensor[]) {
  await tf.setBackend(backend);
  const before = held();
  const tensors = tf.tidy(compute);
  const results = tensors.map((tensor) => ({ shape: tensor.shape, numbers: tensor.dataSync() }));
  tf.dispose(tensors);
  expect(held()).toEqual(before);
  return results;
}

/** What TensorFlow.js holds, and what the backend holds, which intermediate results of kernels count for as well. */
function held(): { tensors: number; buffers: number } {
  return { tensors: tf.memory().numTensors, buffers: tf.engine().backend.numDataIds() };
}
