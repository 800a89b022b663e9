import type { AcceptedRegion, Cascade, ParameterDescription } from "@shac/core";
import { formatAlong, formatPercent, formatValue } from "../output/format.js";
import type { Style } from "../output/style.js";
import { type Column, formatTable, tableWidth } from "../output/table.js";
import { crop, GAP, wrap } from "../output/wrap.js";

/** Left by all classifiers, cut away by one of the last, of the middle, of the first ones; by the very first. */
const SHADES = ["█", "▓", "▒", "░", "·"] as const;
/** Columns of a bar. */
const NARROWEST = 10;
const WIDEST = 50;
/** Parts of a range that its ends are told to. */
const PARTS = 1000;

/** For each parameter, what of its range the classifiers leave, one after the other; none where there are no classifiers. */
export function parameterRanges(
  cascade: Cascade | undefined,
  parameters: readonly ParameterDescription[],
  width: number,
  style: Style,
): string[] {
  const count = cascade?.classifiers.length ?? 0;
  if (cascade === undefined || count === 0) return [];
  const regions = Array.from({ length: count }, (_, k) => cascade.region({ maxClassifiers: k + 1 }));
  const last = regions.at(-1) as AcceptedRegion;
  const columns: Column[] = [
    { title: "parameter", align: "left" },
    { title: "from", align: "right" },
    { title: "range", align: "left" },
    { title: "to", align: "left" },
    { title: "left", align: "right" },
    { title: "still alive", align: "left" },
  ];
  const cells = parameters.map((parameter, axis) => {
    const [from = "", to = ""] = ends(parameter);
    const alive = formatPercent(last.aliveShare(axis));
    return [
      crop(parameter.name, Math.max(Math.floor(width / 4), 8)),
      from,
      "",
      to,
      alive,
      describeAlive(parameter, last.marginal(axis, partsOf(parameter))),
    ];
  });
  // The last column is cropped to what a bar of the least width leaves, or to its title.
  const others = tableWidth(columns.slice(0, -1), cells);
  const most = Math.max(width - others - GAP.length - NARROWEST + "range".length, "still alive".length);
  for (const row of cells) row[5] = crop(row[5] as string, most);
  const bar = Math.min(Math.max(width - tableWidth(columns, cells) + "range".length, NARROWEST), WIDEST);
  const rows = cells.map((row, axis) =>
    row.with(2, drawBar(regions, axis, parameters[axis] as ParameterDescription, bar)),
  );
  return [...formatTable(columns, rows, style.dim), ...wrap(legend(count), width, 0)];
}

function legend(count: number): string[] {
  if (count === 1) return ["█ left by the classifier", "· cut away"];
  return [`█ left by all ${count} classifiers`, "▓▒░ cut away by one of them, the later the darker", "· by the first"];
}

function partsOf({ choices }: ParameterDescription): number {
  return choices?.length ?? PARTS;
}

/** How both ends of a range are called; choices have none, nor has what has no end. */
function ends({ min, max }: ParameterDescription): string[] {
  return min === undefined || max === undefined ? ["", ""] : formatAlong(min, max, [min, max]);
}

/** `columns` shades along a range: for each part, after how many of the regions something of it was still there. */
function drawBar(
  regions: readonly AcceptedRegion[],
  axis: number,
  { choices }: ParameterDescription,
  columns: number,
): string {
  const parts = Math.min(choices?.length ?? columns, columns);
  const survived = new Array<number>(parts).fill(0);
  for (const region of regions) {
    for (const [part, share] of region.marginal(axis, parts).entries()) {
      if (share > 0) survived[part] = (survived[part] as number) + 1;
    }
  }
  // A choice takes as many columns as any other.
  const wide = Math.floor(columns / parts);
  return survived.map((stages) => shade(stages, regions.length).repeat(wide)).join("");
}

function shade(survived: number, stages: number): string {
  if (survived === stages) return SHADES[0];
  return survived === 0 ? SHADES[4] : (SHADES[3 - Math.floor((survived / stages) * 3)] as string);
}

/** The choices, or the range of values, of which anything is left. */
function describeAlive(parameter: ParameterDescription, marginal: Float64Array): string {
  const { choices, kind, min = 0, step, valueAt } = parameter;
  const alive = [...marginal.keys()].filter((part) => (marginal[part] as number) > 0);
  const [first, last] = [alive[0], alive.at(-1)];
  if (first === undefined || last === undefined) return "nothing";
  if (choices !== undefined) return alive.map((part) => formatValue(choices[part], 4)).join(", ");
  if (kind === "custom") return "";
  const [low, high] = [valueAt(first / PARTS), valueAt((last + 1) / PARTS)];
  const inward =
    step === undefined
      ? [low, high]
      : [Math.ceil((low - min) / step), Math.floor((high - min) / step)].map((i) => min + i * step);
  const [from, to] = formatAlong(inward[0] as number, inward[1] as number, inward);
  return from === to ? (from as string) : `${from} .. ${to}`;
}
