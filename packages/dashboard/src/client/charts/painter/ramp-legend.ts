import type { Painter } from "./painter.js";
import { type ChartTheme, rampColor } from "./theme.js";

const STEPS = 40;
const WIDTH = 120;

/** What the colours of a ramp mean: its ends in words. Returns how high it is. */
export function drawRampLegend(
  painter: Painter,
  theme: ChartTheme,
  ends: readonly [low: string, high: string],
  color = (share: number): string => rampColor(share, theme.isDark),
): number {
  const width = Math.min(WIDTH, painter.width / 4);
  const left = 8;
  const style = { color: theme.ink, size: 12 };
  painter.text(left, 10, ends[0], style);
  const start = left + painter.measure(ends[0], 12) + 8;
  for (let i = 0; i < STEPS; i++) {
    const fill = color(i / (STEPS - 1));
    painter.rect({ x: start + (i * width) / STEPS, y: 4, width: width / STEPS + 0.5, height: 12 }, { fill });
  }
  painter.text(start + width + 8, 10, ends[1], style);
  return 24;
}
