import type { LegendEntry } from "./legend.js";
import type { Painter } from "./painter.js";
import type { ChartTheme } from "./theme.js";

/** The best trial in a legend. */
export function bestEntry(theme: ChartTheme): LegendEntry {
  return { label: "best trial", color: theme.best, marker: "star" };
}

/** Marks the best trial, on top of all others. */
export function drawBest(painter: Painter, theme: ChartTheme, x: number, y: number): void {
  painter.markers([x], [y], { shape: "star", radius: 10, color: theme.surface });
  painter.markers([x], [y], { shape: "star", radius: 7, color: theme.best });
}
