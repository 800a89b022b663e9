import { shacGpSampler } from "@shac/core";
import { search } from "./branin.js";
import { Picture, type XY } from "./picture.js";
import { defineValleys, drawSquare, markLowest } from "./square.js";

const SIDE = 200;
const PLACES: readonly (readonly [batch: number, place: XY])[] = [
  [1, [32, 40]],
  [2, [271, 40]],
  [3, [510, 40]],
];

/** The points of the first batches that the model proposes. */
export async function nextTen(): Promise<string> {
  const alt =
    "Ten new points each in batches 2, 3 and 4 of the default sampler: first spread out, then in the valleys.";
  const picture = new Picture(720, 302, alt);
  defineValleys(picture, SIDE);
  const { trials } = await search(shacGpSampler(), { seed: 1, evaluations: 60, batches: 6 });
  for (const [batch, place] of PLACES) {
    const at = drawSquare(picture, place, SIDE, `Batch ${batch + 1}`);
    markLowest(picture, at);
    const known = trials.filter((trial) => trial.batch < batch);
    picture.dots(
      known.map(({ params }) => at(params)),
      "dot",
      3,
    );
    picture.dots(
      trials.filter((trial) => trial.batch === batch).map(({ params }) => at(params)),
      "new",
      4.5,
    );
  }
  picture.dots([[36, 280]], "dot", 3);
  picture.text([46, 284], "known", "note");
  picture.dots([[104, 280]], "new", 4.5);
  picture.text([114, 284], "the next ten", "note");
  picture.crosses([[216, 280]], "lowest");
  picture.text([228, 284], "lowest points", "note");
  return picture.toString();
}
