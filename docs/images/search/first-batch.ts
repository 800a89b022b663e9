import { shacSampler } from "@shac/core";
import { search } from "./branin.js";
import { Picture } from "./picture.js";
import { drawRegion } from "./region-of.js";
import { defineValleys, drawSquare, markLowest } from "./square.js";

/** The search that the page follows. */
export const FOLLOWED = { seed: 1, evaluations: 500, batches: 10 } as const;

const SIDE = 310;
const TOP = 44;

/** A batch of random trials, and what the first classifier makes of it. */
export async function firstBatch(): Promise<string> {
  const alt =
    "Left: Branin's function with 50 random trials. Right: the better half of them, and what the first classifier accepts.";
  const picture = new Picture(720, 420, alt);
  defineValleys(picture, SIDE);
  const study = await search(shacSampler(), FOLLOWED);
  const trials = study.trials.slice(0, study.batchSize);
  const byValue = trials.toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0));
  const place = drawSquare(picture, [40, TOP], SIDE, `The function, and ${trials.length} random trials`);
  picture.dots(
    trials.map(({ params }) => place(params)),
    "dot",
    3.5,
  );
  markLowest(picture, place);
  const region = (await study.cascade())?.region({ maxClassifiers: 1 });
  const judged = drawSquare(picture, [390, TOP], SIDE, "The better half, and where it seems to lie");
  if (region) drawRegion(picture, [390, TOP], SIDE, region);
  picture.dots(
    byValue.slice(trials.length / 2).map(({ params }) => judged(params)),
    "bad",
    3.5,
  );
  picture.dots(
    byValue.slice(0, trials.length / 2).map(({ params }) => judged(params)),
    "good",
    3.5,
  );
  drawKey(picture);
  return picture.toString();
}

function drawKey(picture: Picture): void {
  const y = 398;
  picture.crosses([[46, y]], "lowest");
  picture.text([58, y + 4], "lowest points, unknown to the search", "note");
  picture.dots([[396, y]], "good");
  picture.text([406, y + 4], "better half", "note");
  picture.dots([[482, y]], "bad");
  picture.text([492, y + 4], "worse half", "note");
  picture.area(
    [
      [
        [566, y - 6],
        [578, y - 6],
        [578, y + 6],
        [566, y + 6],
      ],
    ],
    "edge",
  );
  picture.text([586, y + 4], "accepted by trees", "note");
}
