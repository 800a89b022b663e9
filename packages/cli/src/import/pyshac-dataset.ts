import type { GivenResult, SearchSpace } from "@shac/core";
import { pandasParams, readNumber } from "./pandas-params.js";

/** Whether a header is that of a `dataset.csv` of pyshac. */
export function isPyshacDataset(header: readonly string[]): boolean {
  return header[0] === "id" && header.at(-1) === "scores";
}

/**
 * Results of a `dataset.csv` of pyshac: `id`, a column for each parameter and `scores`.
 *
 * @param lines their cells, as many as the header has
 * @throws Error about the row or column that does not fit the space
 */
export function readPyshacDataset(
  header: readonly string[],
  lines: readonly (readonly string[])[],
  space: SearchSpace,
): GivenResult[] {
  const paramsOf = pandasParams(space, header.slice(1, -1));
  return lines.map((cells, i) => ({
    params: paramsOf(cells.slice(1, -1), `row ${i + 1}`),
    value: readNumber(cells.at(-1) ?? "") as number,
  }));
}
