import { createRng } from "@shac/core";
import type * as tfjs from "@tensorflow/tfjs";

/**
 * Lets `Math.random` of the whole process depend on `seed` alone until the returned function is called: initialisers, dropout and the
 * shuffles of `fit` draw their seeds from it where they are given none.
 */
export function seedMathRandom(seed: number): () => void {
  const { random } = Math;
  const rng = createRng(seed, "tf-managed");
  Math.random = () => rng.next();
  return () => {
    Math.random = random;
  };
}

/** `Dataset.shuffle` without a seed takes the clock for one; from now on it takes `Math.random`. */
export function seedDatasetShuffles(tf: typeof tfjs): void {
  const { prototype } = tf.data.Dataset;
  const { shuffle } = prototype;
  prototype.shuffle = function (bufferSize, seed, reshuffleEachIteration) {
    return shuffle.call(this, bufferSize, seed ?? String(Math.random()), reshuffleEachIteration);
  };
}
