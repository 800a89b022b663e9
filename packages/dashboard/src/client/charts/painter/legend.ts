import type { MarkerShape, Painter } from "./painter.js";
import { fitText } from "./plain-text.js";
import type { ChartTheme } from "./theme.js";

export interface LegendEntry {
  readonly label: string;
  readonly color: string;
  /** A mark, or a line with these dashes. */
  readonly marker?: MarkerShape;
  readonly dash?: readonly number[] | undefined;
}

const ROW = 20;
const SYMBOL = 22;
const SIZE = 12;

/** Draws the entries in rows below `top`; returns where they end. */
export function drawLegend(
  painter: Painter,
  theme: ChartTheme,
  entries: readonly LegendEntry[],
  { top = 0 }: { readonly top?: number } = {},
): number {
  const left = 8;
  let [x, y] = [left, top + ROW / 2];
  for (const { label, color, marker, dash } of entries) {
    const text = fitText(label, Math.min(220, painter.width - SYMBOL - 2 * left), (given) =>
      painter.measure(given, SIZE),
    );
    const width = SYMBOL + painter.measure(text, SIZE) + 16;
    if (x > left && x + width > painter.width) [x, y] = [left, y + ROW];
    if (marker) painter.markers([x + 10], [y], { shape: marker, radius: 4, color });
    else painter.line([x, x + 18], [y, y], { color, width: 2, dash });
    painter.text(x + SYMBOL, y, text, { color: theme.ink, size: SIZE });
    x += width;
  }
  return entries.length === 0 ? top : y + ROW / 2 + 4;
}
