import { float, Study, searchSpace } from "@shac/core";
import { branin } from "./branin.js";
import { lineModel } from "./line-model.js";
import { Picture, type XY } from "./picture.js";
import { drawFrame, linear } from "./plot.js";

const [FROM, TO] = [0, 10];
const [LOW, HIGH] = [-6, 40];
const BATCH = 4;
const PLACES = Array.from({ length: 141 }, (_, i) => FROM + ((TO - FROM) * i) / 140);

/** Branin's function along a line through two of its lowest points. */
const along = ({ x }: { readonly x: number }): number => branin({ x, y: 2.4 });

/** What a model makes of a few values, and where the search goes next. */
export async function modelOfALine(): Promise<string> {
  const alt =
    "A model of four values is unsure between them, and the next four points go where it is low or unsure; with eight values it follows the function.";
  const picture = new Picture(720, 352, alt);
  const study = new Study({
    space: searchSpace({ x: float(FROM, TO) }),
    totalBudget: 40,
    numBatches: 10,
    seed: 1,
    objective: along,
  });
  await study.fit();
  const xs = study.trials.map(({ params }) => params.x);
  drawModel(picture, 44, xs.slice(0, BATCH), xs.slice(BATCH, 2 * BATCH));
  drawModel(picture, 396, xs.slice(0, 2 * BATCH), xs.slice(2 * BATCH, 3 * BATCH));
  drawKey(picture);
  return picture.toString();
}

function drawModel(picture: Picture, left: number, known: readonly number[], next: readonly number[]): void {
  const frame = { left, top: 40, width: 310, height: 236 };
  const x = linear([FROM, TO], [left, left + frame.width], [0, 2, 4, 6, 8, 10]);
  const y = linear([LOW, HIGH], [frame.top + frame.height, frame.top], [0, 10, 20, 30, 40]);
  const at = (px: number, value: number): XY => [x.place(px), y.place(Math.max(LOW, Math.min(HIGH, value)))];
  const model = lineModel(
    known,
    known.map((px) => along({ x: px })),
  );
  const beliefs = PLACES.map((px) => ({ px, ...model(px) }));
  const upper = beliefs.map(({ px, mean, deviation }) => at(px, mean + 2 * deviation));
  const lower = beliefs.map(({ px, mean, deviation }) => at(px, mean - 2 * deviation));
  picture.area([[...upper, ...lower.toReversed()]], "band");
  picture.line(
    PLACES.map((px) => at(px, along({ x: px }))),
    "true",
  );
  picture.line(
    beliefs.map(({ px, mean }) => at(px, mean)),
    "mean",
  );
  drawFrame(picture, frame, `After ${known.length} evaluations`, { x, y });
  picture.dots(
    known.map((px) => at(px, along({ x: px }))),
    "dot",
  );
  picture.dots(
    next.map((px): XY => [x.place(px), frame.top + frame.height]),
    "new",
  );
}

function drawKey(picture: Picture): void {
  const y = 326;
  picture.line(
    [
      [46, y],
      [70, y],
    ],
    "true",
  );
  picture.text([77, y + 4], "the function", "note");
  picture.dots([[176, y]], "dot");
  picture.text([186, y + 4], "known values", "note");
  picture.area(
    [
      [
        [290, y - 7],
        [314, y - 7],
        [314, y + 7],
        [290, y + 7],
      ],
    ],
    "band",
  );
  picture.line(
    [
      [290, y],
      [314, y],
    ],
    "mean",
  );
  picture.text([321, y + 4], "a guess, and its margin", "note");
  picture.dots([[516, y]], "new");
  picture.text([526, y + 4], "where the next four go", "note");
}
