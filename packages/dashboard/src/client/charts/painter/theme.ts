/** The colours of the page, as the charts use them. */
export interface ChartTheme {
  readonly isDark: boolean;
  readonly surface: string;
  readonly sunken: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly accent: string;
  readonly complete: string;
  readonly failed: string;
  readonly pruned: string;
  readonly infeasible: string;
  readonly running: string;
  readonly imported: string;
  readonly best: string;
  /** Told apart by people who see colours in whatever way; beside a dash pattern each. */
  readonly series: readonly string[];
}

/** Of the light page; also what stands in for a colour that the page does not name. */
export const lightTheme: ChartTheme = {
  isDark: false,
  surface: "#ffffff",
  sunken: "#f0f2f5",
  ink: "#1a1f29",
  muted: "#586273",
  grid: "#e6e9ee",
  accent: "#3552cc",
  complete: "#1f7a4d",
  failed: "#bf3029",
  pruned: "#8a6100",
  infeasible: "#7748b8",
  running: "#2a62c9",
  imported: "#586273",
  best: "#c2570c",
  series: ["#3552cc", "#c2570c", "#0d7f73", "#b3286b", "#7748b8", "#7a6a00", "#0d76a8", "#6b5a4e"],
};

/** Dashes that tell lines apart without colour. */
const dashes: readonly (readonly number[] | undefined)[] = [
  undefined,
  [7, 4],
  [2, 3],
  [10, 3, 2, 3],
  [4, 2],
  [12, 5],
  [1, 2],
  [8, 2, 2, 2, 2, 2],
];

/** Colour and dashes of the line number `index`; no two of the first 64 agree in both. */
export function lineStyle(
  index: number,
  theme: ChartTheme,
): { readonly color: string; readonly dash: readonly number[] | undefined } {
  const place = index % theme.series.length;
  const shift = Math.floor(index / theme.series.length);
  return { color: theme.series[place] as string, dash: dashes[(place + shift) % dashes.length] };
}

/** Viridis: even steps of lightness, so that it also reads in grey. */
const viridis = ["#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725"];

/** Colour of a share, 0 to 1: the higher, the farther from the ground. */
export function rampColor(share: number, isDark: boolean): string {
  // The end that is as light or dark as the ground would hardly be seen.
  const [none, all] = isDark ? [2, viridis.length - 1] : [viridis.length - 2, 0];
  const place = none + (all - none) * Math.max(0, Math.min(1, share));
  const low = Math.min(viridis.length - 2, Math.floor(place));
  return mix(viridis[low] as string, viridis[low + 1] as string, place - low);
}

/** Between two colours of the form #rrggbb. */
export function mix(from: string, to: string, share: number): string {
  const channel = (color: string, i: number): number => Number.parseInt(color.slice(1 + 2 * i, 3 + 2 * i), 16);
  const parts = [0, 1, 2].map((i) => Math.round(channel(from, i) + (channel(to, i) - channel(from, i)) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** Black or white, whichever is easier to read on a ground of the form #rrggbb. */
export function inkOn(ground: string): string {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => (Number.parseInt(ground.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? "#000000" : "#ffffff";
}
