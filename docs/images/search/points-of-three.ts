import { search } from "./branin.js";
import { Picture, type XY } from "./picture.js";
import { COMPARED, samplers } from "./samplers.js";
import { defineValleys, drawSquare } from "./square.js";

const SIDE = 200;

/** Where 60 evaluations of each sampler went. */
export async function pointsOfThree(): Promise<string> {
  const alt =
    "All 60 points of random search, of shac and of shac-gp: everywhere, in what is left, and in the valleys.";
  const picture = new Picture(720, 302, alt);
  defineValleys(picture, SIDE);
  for (const [i, [name, create]] of Object.entries(samplers).entries()) {
    const place: XY = [32 + 239 * i, 40];
    const { trials } = await search(create(), { seed: 1, ...COMPARED });
    const at = drawSquare(picture, place, SIDE, name);
    const isLast = ({ batch }: { readonly batch: number }): boolean => batch === COMPARED.batches - 1;
    picture.dots(
      trials.filter((trial) => !isLast(trial)).map(({ params }) => at(params)),
      "dot",
      3,
    );
    picture.dots(
      trials.filter(isLast).map(({ params }) => at(params)),
      "new",
      4,
    );
  }
  picture.dots([[38, 280]], "dot", 3);
  picture.text([48, 284], "the first 50", "note");
  picture.dots([[136, 280]], "new", 4);
  picture.text([146, 284], "the last ten", "note");
  return picture.toString();
}
