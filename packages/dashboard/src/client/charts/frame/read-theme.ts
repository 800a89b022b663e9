import { type ChartTheme, lightTheme } from "../painter/theme.js";

const properties: Readonly<Record<Exclude<keyof ChartTheme, "isDark" | "series">, string>> = {
  surface: "--color-surface",
  sunken: "--color-sunken",
  ink: "--color-text",
  muted: "--color-muted",
  grid: "--color-grid",
  accent: "--color-accent",
  complete: "--color-complete",
  failed: "--color-failed",
  pruned: "--color-pruned",
  infeasible: "--color-infeasible",
  running: "--color-running",
  imported: "--color-imported",
  best: "--series-2",
};

/** Reads the custom properties that hold where `element` is. */
export function readTheme(element: Element): ChartTheme {
  const style = getComputedStyle(element);
  const read = (property: string, fallback: string): string => style.getPropertyValue(property).trim() || fallback;
  const colors = Object.fromEntries(
    Object.entries(properties).map(([key, property]) => [
      key,
      read(property, lightTheme[key as keyof typeof properties]),
    ]),
  );
  return {
    ...lightTheme,
    ...colors,
    isDark: document.documentElement.dataset.theme === "dark",
    series: lightTheme.series.map((color, i) => read(`--series-${i + 1}`, color)),
  };
}
