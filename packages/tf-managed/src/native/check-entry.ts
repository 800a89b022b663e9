import { createRequire } from "node:module";
import { join } from "node:path";
import util from "node:util";

/**
 * Loads the package in the folder argv[2], computes a matrix product with it and prints what it computes on, as JSON. A process
 * of its own, since a damaged library can end the process that loads it.
 */
// Node 23 and newer lack what the package calls.
Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });

try {
  const folder = process.argv[2] as string;
  const tf = createRequire(join(folder, "package.json"))(folder) as typeof import("@tensorflow/tfjs-node");
  const product = tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0];
  if (product !== 11) throw new Error(`it computes [1, 2] x [3, 4] as ${product} instead of 11`);
  const { isUsingGpuDevice } = tf.backend() as unknown as { isUsingGpuDevice: boolean };
  console.log(JSON.stringify({ isUsingGpuDevice }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
