import type { ScaleKind } from "../scale/scale.js";

/** How a chart's user wants its values spread. */
export type ScaleChoice = "linear" | "log";

export const scaleChoices: Readonly<Record<ScaleChoice, string>> = { linear: "linear", log: "logarithmic" };

/** Logarithmic where all values are above 0, else on both sides of 0. */
export function scaleKind(choice: ScaleChoice, range: readonly [number, number] | undefined): ScaleKind {
  if (choice === "linear") return "linear";
  return range && range[0] > 0 ? "log" : "symlog";
}
