import { plot } from "simple-ascii-chart";
import type { Style } from "../output/style.js";

/** What stands for a trial, by what became of it; those further down are drawn over the others. */
const MARKS = {
  value: { symbol: "·", meaning: "value", color: undefined },
  infeasible: { symbol: "o", meaning: "outside of the constraints", color: "yellow" },
  beyond: { symbol: "^", meaning: "worse than the edge", color: "dim" },
  best: { symbol: "━", meaning: "best so far", color: "green" },
  pruned: { symbol: "p", meaning: "pruned", color: "yellow" },
  failed: { symbol: "x", meaning: "failed", color: "red" },
} as const;

export type Mark = keyof typeof MARKS;

const ORDER = Object.keys(MARKS) as Mark[];

export interface MarkChartOptions {
  readonly columns: number;
  readonly rows: number;
  /** How many trials share the columns. */
  readonly places: number;
  /** On which side values beyond the edge would lie. */
  readonly worse: "above" | "below";
}

/** A chart of marks in cells; row 0 is the lowest. */
export class MarkChart {
  readonly columns: number;
  readonly #rows: number;
  readonly #places: number;
  readonly #worse: "above" | "below";
  /** By column and row. */
  readonly #marks = new Map<string, Mark>();
  readonly #counts = new Map<Mark, number>();

  constructor({ columns, rows, places, worse }: MarkChartOptions) {
    this.columns = columns;
    this.#rows = rows;
    this.#places = places;
    this.#worse = worse;
  }

  /** The column of a trial, by its number. */
  columnOf(trial: number): number {
    return this.#places < 2 ? 0 : Math.round((trial / (this.#places - 1)) * (this.columns - 1));
  }

  draw(column: number, row: number, mark: Mark): void {
    const key = `${column},${row}`;
    const there = this.#marks.get(key);
    if (there === undefined || ORDER.indexOf(there) < ORDER.indexOf(mark)) this.#marks.set(key, mark);
    this.#counts.set(mark, (this.#counts.get(mark) ?? 0) + 1);
  }

  /** The chart between its axes: labels of rows, and below the numbers of some trials. */
  lines(labels: ReadonlyMap<number, string>, style: Style): string[] {
    const last = this.columns - 1;
    const top = this.#rows - 1;
    // The library's axes reach from the first mark to the last; these two are blank.
    const corners = ["0,0", `${last},${top}`].filter((key) => !this.#marks.has(key));
    const cells = [...corners, ...this.#marks.keys()].map((key) => key.split(",").map(Number) as [number, number]);
    const chart = plot(cells, {
      width: this.columns,
      height: this.#rows,
      yRange: [0, top],
      customYAxisTicks: [...labels.keys()],
      customXAxisTicks: this.#places < 2 ? [0] : [0, Math.round(last / 2), last],
      formatter: (at, { axis }) => (axis === "y" ? (labels.get(at) ?? "") : String(this.#trialAt(at))),
      lineFormatter: ({ x, y, plotX, plotY }) => {
        const mark = this.#marks.get(`${x},${y}`);
        return { x: plotX, y: plotY, symbol: mark === undefined ? " " : this.#paint(mark, style) };
      },
    });
    return chart
      .split("\n")
      .map((line) => line.trimEnd())
      .filter((line) => line !== "");
  }

  /** What each mark that was drawn means, and of how many trials the rare ones are. */
  legend(style: Style): string[] {
    return ORDER.filter((mark) => this.#counts.has(mark)).map((mark) => {
      const count = mark === "value" || mark === "best" ? "" : ` (${this.#counts.get(mark)})`;
      return `${this.#paint(mark, style)} ${MARKS[mark].meaning}${count}`;
    });
  }

  #paint(mark: Mark, style: Style): string {
    const { symbol, color } = MARKS[mark];
    const shown = mark === "beyond" && this.#worse === "below" ? "v" : symbol;
    return color === undefined ? shown : style[color](shown);
  }

  #trialAt(column: number): number {
    return this.#places < 2 ? 0 : Math.round((column / (this.columns - 1)) * (this.#places - 1));
  }
}
