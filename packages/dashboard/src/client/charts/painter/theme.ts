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
  sunken: "#f1f3f6",
  ink: "#1b1f27",
  muted: "#5b6472",
  grid: "#e1e5ea",
  accent: "#1d5fbf",
  complete: "#3b78c2",
  failed: "#b3362b",
  pruned: "#8a6100",
  infeasible: "#7a4fb5",
  running: "#127a6b",
  imported: "#5b6472",
  best: "#c2410c",
  series: ["#0072b2", "#c2410c", "#007a5e", "#a3478b", "#8a6100", "#2f6fd6", "#4d5663", "#b3362b"],
};

/** Viridis: even steps of lightness, so that it also reads in grey. */
const viridis = ["#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725"];

/** Colour of a share, 0 to 1: the higher, the farther from the ground. */
export function rampColor(share: number, isDark: boolean): string {
  const along = Math.max(0, Math.min(1, isDark ? share : 1 - share)) * (viridis.length - 1);
  // The ends would hardly be seen on their own ground.
  const place = isDark
    ? 1 + (along * (viridis.length - 2)) / (viridis.length - 1)
    : (along * (viridis.length - 2)) / (viridis.length - 1);
  const low = Math.min(viridis.length - 2, Math.floor(place));
  return mix(viridis[low] as string, viridis[low + 1] as string, place - low);
}

/** Between two colours of the form #rrggbb. */
export function mix(from: string, to: string, share: number): string {
  const channel = (color: string, i: number): number => Number.parseInt(color.slice(1 + 2 * i, 3 + 2 * i), 16);
  const parts = [0, 1, 2].map((i) => Math.round(channel(from, i) + (channel(to, i) - channel(from, i)) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
