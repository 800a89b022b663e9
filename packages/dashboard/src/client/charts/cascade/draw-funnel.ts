import type { CascadeStage } from "../../../wire.js";
import { formatPercent } from "../../format/number.js";
import type { Draw } from "../painter/draw.js";
import { boxHits } from "../painter/hits.js";
import type { Painter } from "../painter/painter.js";
import type { ChartTheme } from "../painter/theme.js";

export const FUNNEL_ROW = 24;
export const FUNNEL_HEAD = 24;
const LEFT = 92;
const SIZE = 12;

/** Draws the accepted volume of each stage as a bar on a logarithmic scale, with the stage's accuracy beside it. */
export function drawFunnel(stages: readonly CascadeStage[]): Draw {
  const rows = [wholeSpace, ...stages];
  const least = Math.min(1, ...stages.map(({ volume }) => volume.lower || volume.upper).filter((volume) => volume > 0));
  // The shortest bar keeps a tenth of the width.
  const decades = Math.max(1, Math.ceil(-Math.log10(least) + 0.3));
  return (painter, theme) => {
    const accuracy = Math.min(220, Math.max(110, painter.width * 0.24));
    const length = painter.width - LEFT - accuracy - 12;
    const place = (volume: number): number => Math.max(0, 1 + Math.log10(Math.max(volume, 1e-300)) / decades) * length;
    drawHead(painter, theme, { decades, place, accuracy });
    const boxes = rows.map(({ stage, volume, accuracy: reached }, i) => {
      const y = FUNNEL_HEAD + i * FUNNEL_ROW;
      const middle = y + FUNNEL_ROW / 2;
      const text = { color: theme.ink, size: SIZE };
      painter.text(LEFT - 10, middle, stage === 0 ? "whole space" : `stage ${stage}`, { ...text, align: "end" });
      const bar = (upTo: number, opacity: number): void =>
        painter.rect(
          { x: LEFT, y: y + 4, width: Math.max(1, place(upTo)), height: FUNNEL_ROW - 8 },
          { fill: theme.accent, opacity },
        );
      if (volume.upper > volume.lower) bar(volume.upper, 0.2);
      bar(volume.lower, 0.3 + (0.25 * i) / rows.length);
      const end = LEFT + place(volume.upper);
      const fits = (label: string): boolean => end + painter.measure(label, SIZE) + 10 < LEFT + length;
      const whole = volumeText(volume);
      const short = whole === formatPercent(volume.upper) ? whole : `≤ ${formatPercent(volume.upper)}`;
      const label = [whole, short].find(fits);
      painter.text(label ? end + 6 : LEFT + 8, middle, label ?? short, text);
      if (reached !== null)
        drawAccuracy(painter, theme, reached, { x: painter.width - accuracy, y: middle, width: accuracy - 62 });
      return { x: 0, y, width: painter.width, height: FUNNEL_ROW };
    });
    return boxHits(boxes, { describe: (index) => describeStage(rows[index] as CascadeStage) });
  };
}

const wholeSpace: CascadeStage = { stage: 0, accuracy: null, volume: { lower: 1, upper: 1 }, alive: {} };

interface FunnelHead {
  readonly decades: number;
  readonly place: (volume: number) => number;
  readonly accuracy: number;
}

function drawHead(painter: Painter, theme: ChartTheme, { decades, place, accuracy }: FunnelHead): void {
  const style = { color: theme.muted, size: 11 };
  const step = Math.max(1, Math.ceil((decades * 64) / Math.max(1, place(1))));
  for (let decade = 0; decade <= decades; decade += step) {
    const x = LEFT + place(10 ** -decade);
    painter.line([x, x], [FUNNEL_HEAD, painter.height], { color: theme.grid, width: 1 });
    painter.text(x, 10, formatPercent(10 ** -decade), { ...style, align: decade === 0 ? "end" : "middle" });
  }
  painter.text(painter.width - accuracy, 10, "accuracy", style);
}

function drawAccuracy(
  painter: Painter,
  theme: ChartTheme,
  accuracy: number,
  at: { readonly x: number; readonly y: number; readonly width: number },
): void {
  // A classifier that guesses is right half of the time, so the line begins there.
  const share = Math.max(0, Math.min(1, (accuracy - 0.5) * 2));
  painter.line([at.x, at.x + at.width], [at.y, at.y], { color: theme.grid, width: 2 });
  painter.markers([at.x + share * at.width], [at.y], { shape: "circle", radius: 4, color: theme.best });
  painter.text(at.x + at.width + 10, at.y, formatPercent(accuracy), { color: theme.ink, size: SIZE });
}

/** A share of the space; a range where it is not known exactly. */
export function volumeText({ lower, upper }: CascadeStage["volume"]): string {
  const [least, most] = [formatPercent(lower), formatPercent(upper)];
  return least === most ? most : `${least} to ${most}`;
}

function describeStage({ stage, volume, accuracy }: CascadeStage): string[] {
  if (stage === 0) return ["Whole space", "before any classifier"];
  return [
    `Stage ${stage}`,
    `accepts ${volumeText(volume)} of the space`,
    ...(accuracy === null ? [] : [`accuracy ${formatPercent(accuracy)} in cross-validation`]),
  ];
}
