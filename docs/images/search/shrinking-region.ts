import { shacSampler } from "@shac/core";
import { search } from "./branin.js";
import { FOLLOWED } from "./first-batch.js";
import { Picture, type XY } from "./picture.js";
import { drawFrame, linear, logarithmic } from "./plot.js";
import { drawRegion, percent } from "./region-of.js";
import { defineValleys, drawSquare, markLowest } from "./square.js";

const SIDE = 310;
const PLACES: readonly (readonly [classifiers: number, place: XY])[] = [
  [1, [40, 44]],
  [3, [390, 44]],
  [6, [40, 428]],
];

/** What is accepted after some classifiers, and how much of the space that is. */
export async function shrinkingRegion(): Promise<string> {
  const alt =
    "What all classifiers accept after 1, 3 and 6 of them shrinks around the lowest points; its share of the space about halves each time.";
  const picture = new Picture(720, 784, alt);
  defineValleys(picture, SIDE);
  const study = await search(shacSampler(), FOLLOWED);
  const cascade = await study.cascade();
  if (cascade === undefined) throw new Error("This sampler has classifiers.");
  for (const [count, place] of PLACES) {
    const region = cascade.region({ maxClassifiers: count });
    const drawn = study.trials.filter(({ batch }) => batch === count);
    const title = `After ${count} ${count === 1 ? "classifier" : "classifiers"}: ${percent(region.volume.lower)} of the space`;
    const at = drawSquare(picture, place, SIDE, title);
    drawRegion(picture, place, SIDE, region);
    picture.dots(
      drawn.map(({ params }) => at(params)),
      "dot",
      3.5,
    );
    markLowest(picture, at);
  }
  drawShares(
    picture,
    cascade.classifiers.map((_, i) => cascade.region({ maxClassifiers: i + 1 }).volume.lower),
  );
  return picture.toString();
}

/** The share after each classifier, beside exact halves. */
function drawShares(picture: Picture, shares: readonly number[]): void {
  const frame = { left: 430, top: 428, width: 270, height: SIDE };
  const percents = [1, 0.1, 0.01, 0.001].map((share) => [share, `${100 * share} %`] as const);
  const x = linear(
    [0, shares.length],
    [frame.left, frame.left + frame.width],
    Array.from({ length: shares.length + 1 }, (_, i) => i),
  );
  const y = logarithmic([1, 2e-3], [frame.top + 8, frame.top + SIDE], percents.slice(0, 3));
  drawFrame(picture, frame, "Share accepted, by classifiers", { x, y, grid: true });
  const all = [1, ...shares];
  picture.line(
    all.map((_, i): XY => [x.place(i), y.place(2 ** -i)]),
    "halving",
  );
  const points = all.map((share, i): XY => [x.place(i), y.place(share)]);
  picture.line(points, "line");
  picture.dots(points, "dot");
  picture.line(
    [
      [frame.left + 14, frame.top + SIDE - 42],
      [frame.left + 40, frame.top + SIDE - 42],
    ],
    "line",
  );
  picture.text([frame.left + 47, frame.top + SIDE - 38], "accepted", "note");
  picture.line(
    [
      [frame.left + 14, frame.top + SIDE - 22],
      [frame.left + 40, frame.top + SIDE - 22],
    ],
    "halving",
  );
  picture.text([frame.left + 47, frame.top + SIDE - 18], "a half each time", "note");
}
