import { Study } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import stringWidth from "string-width";
import { beforeAll, describe, expect, it } from "vitest";
import { readScreen } from "../screen.js";
import { createWorkspace, type Finished, type Workspace } from "../workspace.js";

/** Fails, gives up, is infeasible and is far off now and then; rises towards the best, which is at x = 4 and kind "a". */
const STUDY = `
import { categorical, defineStudy, float, int, medianPruner, searchSpace, shacSampler } from "@shac/core";

export default defineStudy({
  name: "seen",
  space: searchSpace({ x: float(0, 10), n: int(1, 5), kind: categorical(["a", "b", "c"]), aParameterOfAVeryLongName: float(0, 1) }).where("anything", () => true),
  totalBudget: 120,
  numBatches: 12,
  seed: 4,
  direction: "maximize",
  sampler: shacSampler(),
  pruner: medianPruner(),
  constraints: { size: { max: 0.9 } },
  objective({ x, n, kind }, { trial, report, shouldPrune }) {
    if (trial % 11 === 3) throw new Error("unlucky");
    report(1, trial % 7 === 5 ? -trial : 0);
    if (shouldPrune()) return 0;
    const value = 100 - Math.abs(x - 4) * 4 - n - (kind === "a" ? 0 : 3);
    return { value: trial === 40 ? -5000 : value, metrics: { size: (trial % 10) / 10 + 0.05 } };
  },
});
`;

let workspace: Workspace;
let study: Study;
let plotted: Finished;
beforeAll(async () => {
  workspace = createWorkspace({ "seen.js": STUDY });
  await workspace.shac("run", "seen.js", "--backend", "inline");
  plotted = await workspace.shac("show", "--plot");
  study = await Study.restore(journalStorage(`${workspace.path}/.shac`), "seen");
});

/** The text of a chart's row behind its axis, by what stands before it. */
function rowsOf(chart: readonly string[]): { readonly label: string; readonly cells: string }[] {
  return chart.flatMap((line) => {
    const [, label, cells] = /^ *(\S*)[┤│](.*)$/.exec(line) ?? [];
    return label === undefined || cells === undefined ? [] : [{ label, cells }];
  });
}

describe.concurrent("shac show --plot", () => {
  it("draws each trial and the best so far where they belong", () => {
    expect(plotted.stderr).toBe("");
    const lines = plotted.stdout.split("\n");
    const charts = lines.slice(lines.indexOf("History"));
    for (const line of charts) expect(stringWidth(line)).toBeLessThanOrEqual(80);
    const history = charts.slice(0, charts.indexOf("Importance"));
    const rows = rowsOf(history);
    const columns = Math.max(...rows.map(({ cells }) => cells.length));
    const columnOf = (trial: number): number => Math.round((trial / 119) * (columns - 1));
    const rowCalled = (name: string): string => rows.find(({ label }) => label === name)?.cells ?? "";
    const inState = (state: string): number[] => study.trials.filter((t) => t.state === state).map((t) => t.number);
    expect(inState("pruned").length).toBeGreaterThan(5);
    for (const state of ["failed", "pruned"] as const) {
      const expected = new Set(inState(state).map(columnOf));
      const drawn = [...rowCalled(state)].flatMap((cell, column) => (cell === " " ? [] : [column]));
      expect(drawn).toEqual([...expected].sort((a, b) => a - b));
    }

    const values = rows.filter(({ label }) => label !== "failed" && label !== "pruned");
    const [high, low] = [Number(values[0]?.label), Number(values.at(-1)?.label)];
    const rowOf = (value: number): number => Math.round(((high - value) / (high - low)) * (values.length - 1));
    const feasible = study.trials.filter(({ state, violation }) => state === "complete" && violation === undefined);
    for (let column = columnOf(feasible[0]?.number ?? 0); column < columns; column++) {
      const best = Math.max(...feasible.filter((t) => columnOf(t.number) <= column).map((t) => t.value as number));
      expect(values[rowOf(best)]?.cells[column], `column ${column}`).toBe("━");
    }
    for (const { number, value = 0, violation } of study.trials.filter(({ state }) => state === "complete")) {
      const cell = values[Math.min(rowOf(value), values.length - 1)]?.cells[columnOf(number)] ?? " ";
      expect(violation === undefined ? "·━ov" : "o━v").toContain(cell);
    }
    const count = (pattern: RegExp): number => Number(pattern.exec(history.join(" "))?.[1]);
    expect(count(/v worse than the edge \((\d+)\)/)).toBeGreaterThan(0);
    expect(count(/x failed \((\d+)\)/)).toBe(inState("failed").length);
    expect(count(/p pruned \((\d+)\)/)).toBe(inState("pruned").length);
  });

  it("draws what the classifiers leave of each range", async () => {
    const lines = plotted.stdout.trimEnd().split("\n");
    const ranges = lines.slice(lines.indexOf("Ranges") + 2);
    const cascade = await study.cascade();
    const count = cascade?.classifiers.length ?? 0;
    expect(count).toBeGreaterThan(2);
    const region = cascade?.region();
    for (const [axis, { name, choices, valueAt }] of study.parameters.entries()) {
      const line = ranges.find((own) => own.startsWith(name.slice(0, 12))) ?? "";
      const bar = /[█▓▒░·]+/.exec(line)?.[0] ?? "";
      const parts = choices?.length ?? bar.length;
      const alive = (k: number, part: number): boolean =>
        (cascade?.region({ maxClassifiers: k }).marginal(axis, parts)[part] as number) > 0;
      for (let part = 0; part < parts; part++) {
        const cells = bar.slice((part * bar.length) / parts, ((part + 1) * bar.length) / parts);
        expect(cells, `${name} ${part}`).toMatch(alive(count, part) ? /^█+$/ : alive(1, part) ? /^[▓▒░]+$/ : /^·+$/);
      }
      const left = Number(/([\d.]+) %/.exec(line)?.[1]);
      expect(Math.abs(left - 100 * (region?.aliveShare(axis) ?? 0))).toBeLessThanOrEqual(0.5);
      if (name !== "x") continue;
      const [, from, to] = / (\S+) \.\. (\S+)$/.exec(line) ?? [];
      const hull = [...(region?.marginal(axis, 1000) ?? [])].flatMap((share, part) => (share > 0 ? [part] : []));
      expect(Number(from)).toBeCloseTo(valueAt((hull[0] as number) / 1000), 2);
      expect(Number(to)).toBeCloseTo(valueAt(((hull.at(-1) as number) + 1) / 1000), 2);
    }
    expect(ranges.at(-1)).toMatch(/by the first$/);
  });

  it.each([60, 130])("fills a terminal of %d columns, with colours unless NO_COLOR is set", async (columns) => {
    const environment: Record<string, string> = columns === 60 ? { NO_COLOR: "1" } : {};
    const { output } = await workspace.inTerminal(["show", "seen", "--plot"], { columns, environment });
    expect(output.includes("\u001b[")).toBe(columns !== 60);
    const screen = readScreen(output);
    const from = screen.findIndex((line) => line.startsWith("History"));
    const widths = screen.slice(from).map((line) => stringWidth(line.trimEnd()));
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
    expect(Math.max(...widths)).toBeGreaterThan(columns - 3);
    expect(screen.some((line) => line.startsWith("aParameterOf"))).toBe(true);
  });

  it("has little to draw of a study that has just begun, and refuses a trial beside it", async () => {
    const { shac } = createWorkspace({ "seen.js": STUDY });
    await shac("ask", "seen.js");
    const begun = await shac("show", "--plot");
    expect([begun.code, begun.stdout, begun.stderr]).toEqual([0, expect.not.stringContaining("History"), ""]);
    await shac("tell", "seen", "0", "7.5");
    expect((await shac("show", "--plot")).stdout).toMatch(/^History\n +▲\n/m);
    expect((await shac("show", "--plot", "--trial", "0")).code).toBe(2);
  });
});
