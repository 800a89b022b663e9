import { bestByEvaluation } from "./best-by-evaluation.js";
import { firstBatch } from "./first-batch.js";
import { modelOfALine } from "./model-of-a-line.js";
import { nextTen } from "./next-ten.js";
import { pointsOfThree } from "./points-of-three.js";
import { shrinkingRegion } from "./shrinking-region.js";

/** The pictures of docs/guide/how-the-search-works.md, by the names of their files. */
export const pictures: Readonly<Record<string, () => Promise<string>>> = {
  "first-batch.svg": firstBatch,
  "shrinking-region.svg": shrinkingRegion,
  "model-of-a-line.svg": modelOfALine,
  "next-ten.svg": nextTen,
  "points-of-three.svg": pointsOfThree,
  "best-by-evaluation.svg": bestByEvaluation,
};
