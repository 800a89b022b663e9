import { readFileSync } from "node:fs";
import { categorical, float, searchSpace } from "@shac/core";
import { kernels, predictBySupportVectors } from "./support-vectors.js";
import { task } from "./task.js";

const PIXELS = 28 * 28;
const SIDE = 7;
const EACH = 60;

interface Digits {
  readonly x: number[][];
  readonly y: number[];
}

/** 60 digits of each kind to learn from, and 60 to be judged by, of 7 by 7 pixels. */
function load(): { readonly train: Digits; readonly test: Digits } {
  const train: Digits = { x: [], y: [] };
  const test: Digits = { x: [], y: [] };
  for (let label = 0; label < 10; label++) {
    const file = new URL(`src/digits/${label}.json`, import.meta.resolve("mnist/package.json"));
    const { data } = JSON.parse(readFileSync(file, "utf8")) as { data: number[] };
    for (let i = 0; i < 2 * EACH; i++) {
      const part = i < EACH ? train : test;
      part.x.push(shrunk(data.slice(i * PIXELS, (i + 1) * PIXELS)));
      part.y.push(label);
    }
  }
  return { train, test };
}

/** Four by four pixels made one. */
function shrunk(image: readonly number[]): number[] {
  const sums = new Array<number>(SIDE * SIDE).fill(0);
  for (const [pixel, ink] of image.entries()) {
    const row = Math.floor(pixel / 28 / 4);
    sums[row * SIDE + Math.floor((pixel % 28) / 4)] = (sums[row * SIDE + Math.floor((pixel % 28) / 4)] ?? 0) + ink / 16;
  }
  return sums;
}

const PREPARATIONS = ["none", "centred", "same length"] as const;

function prepared(image: readonly number[], contrast: number, preparation: (typeof PREPARATIONS)[number]): number[] {
  const bent = image.map((ink) => 3 * ink ** contrast);
  if (preparation === "none") return bent;
  const mean = preparation === "centred" ? bent.reduce((a, b) => a + b, 0) / bent.length : 0;
  const moved = bent.map((ink) => ink - mean);
  if (preparation === "centred") return moved;
  const length = Math.sqrt(moved.reduce((sum, ink) => sum + ink * ink, 0));
  return moved.map((ink) => (8 * ink) / (length || 1));
}

let digits: ReturnType<typeof load> | undefined;

/** Support vector classification of small handwritten digits: the share of 600 that is read wrong. */
export const digitsSvm = task(
  "digits-svm",
  searchSpace({
    machine: categorical(["C-SVC", "nu-SVC"]),
    kernel: kernels.kernel,
    preparation: categorical(PREPARATIONS),
    contrast: float(0.3, 2),
  })
    .when("machine", "C-SVC", { cost: float(0.01, 100, { log: true }) })
    .when("machine", "nu-SVC", { nu: float(0.01, 0.9) })
    .when("kernel", ["polynomial", "radial", "sigmoid"], kernels.curved)
    .when("kernel", "polynomial", kernels.polynomial)
    .when("kernel", ["polynomial", "sigmoid"], kernels.shifted),
  async ({ machine, preparation, contrast, ...settings }) => {
    digits ??= load();
    const { train, test } = digits;
    const images = ({ x }: Digits) => x.map((image) => prepared(image, contrast, preparation));
    const read = await predictBySupportVectors(machine, settings, { x: images(train), y: train.y }, images(test));
    return read.filter((label, i) => label !== test.y[i]).length / test.y.length;
  },
);
