import { createRng } from "@shac/core";
import { describe, expect, it } from "vitest";
import { DENSE_MODULE } from "../../../dist/sampler/gaussian-process/dense-module.js";
import { factorize, invertProduct, solveLower } from "../../../dist/sampler/gaussian-process/linear-algebra.js";
import { assemble } from "../../../wasm/assemble.js";

/** From alone to more than a page of memory holds. */
const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 130];

/** A symmetric positive definite matrix, row by row: M M' + I. */
function definite(n: number): Float64Array {
  const rng = createRng(n, "matrix");
  const m = Float64Array.from({ length: n * n }, () => 2 * rng.next() - 1);
  return fill(n, (i, j) => {
    let sum = i === j ? 1 : 0;
    for (let k = 0; k < n; k++) sum += (m[i * n + k] as number) * (m[j * n + k] as number);
    return sum;
  });
}

function fill(n: number, entry: (i: number, j: number) => number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => entry(Math.floor(at / n), at % n));
}

function factorOf(matrix: Float64Array, n: number): Float64Array {
  const factor = matrix.slice();
  expect(factorize(factor, n)).toBe(true);
  return factor;
}

describe.each(SIZES)("with %i rows", (n) => {
  const matrix = definite(n);
  const lower = factorOf(matrix, n).map((value, at) => (at % n <= Math.floor(at / n) ? value : 0));

  it("the factor times its transpose is the matrix", () => {
    const product = fill(n, (i, j) => {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += (lower[i * n + k] as number) * (lower[j * n + k] as number);
      return sum;
    });
    for (const [at, value] of matrix.entries()) expect(product[at]).toBeCloseTo(value, 10);
  });

  it("what lies above the diagonal is neither read nor written", () => {
    const triangle = matrix.map((value, at) => (at % n <= Math.floor(at / n) ? value : Number.NaN));
    const factor = factorOf(triangle, n);
    for (const [at, value] of factor.entries())
      expect(value).toBe(at % n <= Math.floor(at / n) ? lower[at] : Number.NaN);
  });

  it("the factor times a solution is what was to be solved, for one vector and to the last bit for many", () => {
    const rng = createRng(n, "vectors");
    const stride = n + 3;
    const wanted = Float64Array.from({ length: 7 * stride }, () => 2 * rng.next() - 1);
    const solved = wanted.slice();
    solveLower(lower, n, solved, 7, stride);
    for (let vector = 0; vector < 7; vector++) {
      const of = wanted.slice(vector * stride, vector * stride + n);
      const alone = of.slice();
      solveLower(lower, n, alone);
      expect(solved.slice(vector * stride, vector * stride + n)).toEqual(alone);
      expect(solved.slice(vector * stride + n, (vector + 1) * stride)).toEqual(
        wanted.slice(vector * stride + n, (vector + 1) * stride),
      );
      for (const [i, value] of of.entries()) {
        let sum = 0;
        for (let k = 0; k <= i; k++) sum += (lower[i * n + k] as number) * (alone[k] as number);
        expect(sum).toBeCloseTo(value, 10);
      }
    }
  });

  it("the inverse times the matrix is the identity", () => {
    const triangle = new Float64Array((n * (n + 1)) / 2);
    invertProduct(lower, n, triangle);
    const inverse = (i: number, j: number) => triangle[(Math.max(i, j) * (Math.max(i, j) + 1)) / 2 + Math.min(i, j)];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += (inverse(i, k) as number) * (matrix[k * n + j] as number);
        expect(sum).toBeCloseTo(i === j ? 1 : 0, 10);
      }
    }
  });
});

describe("factorize", () => {
  it.each([
    [[0], 1],
    [[1, 0, 2, 1], 2],
    [[Number.NaN], 1],
  ])("tells that %j is not positive definite", (matrix, n) => {
    expect(factorize(Float64Array.from(matrix), n)).toBe(false);
  });

  it("tells it of a large matrix, whichever row it shows in", () => {
    for (let row = 0; row < 9; row++) {
      expect(
        factorize(
          fill(9, (i, j) => (i !== j ? 0 : i === row ? -1 : 1)),
          9,
        ),
      ).toBe(false);
    }
  });
});

describe("the module of dense linear algebra", () => {
  it("is what its text says: `pnpm wasm` in packages/core assembles it", async () => {
    expect(DENSE_MODULE).toBe(await assemble());
  });
});
