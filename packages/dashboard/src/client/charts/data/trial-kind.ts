import type { TrialColumns } from "../../../wire.js";
import type { LegendEntry } from "../painter/legend.js";
import type { MarkerShape } from "../painter/painter.js";
import type { ChartTheme } from "../painter/theme.js";

/** What a chart tells apart by shape and colour. "open": without an outcome so far. */
export type TrialKind = "complete" | "imported" | "infeasible" | "failed" | "pruned" | "open";

/** In the order in which they are drawn. */
export const trialKinds = ["complete", "imported", "infeasible", "failed", "pruned"] as const;

export type KnownColumns = Pick<TrialColumns, "count" | "state" | "value" | "infeasible">;

/** What trial `index` is. */
export function trialKind(columns: KnownColumns & { readonly batch?: readonly number[] }, index: number): TrialKind {
  const state = columns.state[index];
  if (state === "failed" || state === "pruned") return state;
  if (state !== "complete" || !isNumber(columns.value[index])) return "open";
  if (columns.infeasible[index]) return "infeasible";
  return columns.batch?.[index] === -1 ? "imported" : "complete";
}

/** Whether trial `index` counts for the best value: complete and within the constraints. */
export function isFeasible(columns: KnownColumns, index: number): boolean {
  return columns.state[index] === "complete" && !columns.infeasible[index] && isNumber(columns.value[index]);
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

const shapes: Readonly<Record<Exclude<TrialKind, "open">, MarkerShape>> = {
  complete: "circle",
  imported: "square",
  infeasible: "diamond",
  failed: "cross",
  pruned: "triangle",
};

/** Mark of a kind of trials. */
export function kindMark(
  kind: Exclude<TrialKind, "open">,
  theme: ChartTheme,
): { readonly shape: MarkerShape; readonly color: string } {
  return { shape: shapes[kind], color: theme[kind] };
}

/** Entries for those kinds that there are. */
export function kindLegend(theme: ChartTheme, counts: Readonly<Record<TrialKind, number>>): LegendEntry[] {
  return trialKinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => ({ label: `${kind} (${counts[kind]})`, color: theme[kind], marker: shapes[kind] }));
}

/** How many trials there are of each kind. */
export function countKinds(columns: KnownColumns & { readonly batch?: readonly number[] }): Record<TrialKind, number> {
  const counts: Record<TrialKind, number> = { complete: 0, imported: 0, infeasible: 0, failed: 0, pruned: 0, open: 0 };
  for (let i = 0; i < columns.count; i++) counts[trialKind(columns, i)]++;
  return counts;
}
