import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BOWL } from "../studies.js";
import { createWorkspace } from "../workspace.js";

/** Written by pyshac itself: see record.py. */
const recorded = (name: string): string => readFileSync(new URL(`../fixtures/pyshac/${name}`, import.meta.url), "utf8");

describe.concurrent("shac import", () => {
  it("learns from exported trials, as CSV and as JSON alike", async () => {
    const failing = BOWL.replace(
      "objective: (",
      'objective: ({ x, n }) => { if (n === 9) throw new Error("no"); return x * x + n; }, other: (',
    );
    const { shac } = createWorkspace({ "bowl.js": BOWL, "failing.js": failing });
    await shac("run", "failing.js", "--sampler", "random", "--name", "source");
    const outcomes = async (name: string) => {
      const trials = JSON.parse((await shac("export", name, "--json")).stdout) as Record<string, unknown>[];
      return trials.map(({ params, state, value, reason }) => JSON.stringify({ params, state, value, reason })).sort();
    };
    const known = await outcomes("source");
    expect(known.some((outcome) => outcome.includes('"failed"'))).toBe(true);
    const points: string[] = [];
    for (const file of ["trials.csv", "trials.json"]) {
      await shac("export", "source", "-o", file);
      const name = file.replace(".", "-");
      const { code, stderr } = await shac("import", "bowl.js", file, "--name", name);
      expect([code, stderr]).toEqual([0, expect.stringMatching(`^Imported into ${name}: 80, failed \\d+\n$`)]);
      expect(await outcomes(name)).toEqual(known);
      points.push((await shac("predict", name, "--samples", "20", "--json")).stdout);
    }
    expect(points[1]).toBe(points[0]);
    const accepted = JSON.parse(points[0] ?? "") as { readonly n: number }[];
    expect(accepted.reduce((sum, { n }) => sum + n, 0) / 20).toBeLessThan(5);
  });

  it("reads what pyshac has written, each value as pyshac had it, and maximises as pyshac does", async () => {
    const files = ["parameters.json", "dataset.csv"];
    const { shac } = createWorkspace(Object.fromEntries(files.map((name) => [name, recorded(name)])));
    const words = ["import", "parameters.json", "dataset.csv", "--name", "tuned", "--budget", "40", "--batches", "2"];
    const { code, stderr } = await shac(...words);
    expect([code, stderr]).toEqual([0, "Imported into tuned: 40\n"]);
    const points = JSON.parse(recorded("points.json")) as { readonly value: number }[];
    const trials = JSON.parse((await shac("export", "tuned", "--json")).stdout) as { params: object; value: number }[];
    // The worst come first.
    const sorted = points.toSorted((a, b) => a.value - b.value);
    expect(trials.map(({ params, value }) => ({ params, value }))).toEqual(sorted);
    const shown = await shac("show", "tuned");
    expect(shown.stdout).toMatch(/^tuned {2}maximize {2}0 of 40 evaluations {2}none failed {2}40 imported/);
    expect(JSON.parse((await shac("show", "tuned", "--json")).stdout)).toMatchObject({
      trials: 0,
      complete: 0,
      imported: 40,
    });
    expect((await shac("show", "tuned", "--trial", "39")).stdout).toMatch(/^tuned {2}trial 39 {2}imported {2}complete/);
    const document = JSON.parse((await shac("ask", "tuned", "--count", "3", "--json")).stdout);
    expect(document.trials.map(({ number }: { number: number }) => number)).toEqual([40, 41, 42]);
  });

  it("says in one line what it cannot read, and takes nothing", async () => {
    const space = {
      parameters: [
        { name: "x", kind: "float", low: 0, high: 1 },
        { name: "mode", kind: "categorical", choices: ["relu", "tanh", 1, "1"] },
        { name: "k", kind: "vector", length: 2, item: { kind: "int", low: 1, high: 5 } },
      ],
    };
    const { shac } = createWorkspace({
      "space.json": JSON.stringify(space),
      "own.json": JSON.stringify({ x: ["CustomHyperParameter", { name: "x" }] }),
      "good.csv": "id,x,mode,k_1,k_2,scores\n0,0.25,relu,1,2.0,1e-05\n1,0.5,tanh,5,5,2.0\n",
      "missing.csv": "id,x,mode,k_1,scores\n0,0.25,relu,3,1\n",
      "extra.csv": "id,x,mode,k_1,k_2,epochs,scores\n0,0.25,relu,1,2,9,1\n",
      "ambiguous.csv": "id,x,mode,k_1,k_2,scores\n0,0.25,relu,1,2,1\n1,0.25,1,1,2,1\n",
      "unknown.csv": "id,x,mode,k_1,k_2,scores\n0,0.25,elu,1,2,1\n",
      "scoreless.csv": "id,x,mode,k_1,k_2,scores\n0,0.25,relu,1,2,\n",
      "short.csv": "id,x,mode,k_1,k_2,scores\n0,0.25,relu\n",
      "valueless.csv": "x,mode\n0.25,relu\n",
      "plain-missing.csv": 'x,k,value\n0.25,"[1, 2]",1\n',
      "plain-extra.csv": 'x,mode,k,epochs,value\n0.25,relu,"[1, 2]",9,1\n',
      "text.csv": 'x,mode,k,value\n0.25,relu,"[1, 2]",good\n',
      "quote.csv": 'x,value\n"0.25,1\n',
      "empty.csv": "",
      "broken.json": '[{"params": ',
      "number.json": "1",
    });
    expect((await shac("import", "space.json", "good.csv", "--seed", "1")).code).toBe(0);
    const kept = (await shac("export", "--json")).stdout;
    expect(JSON.parse(kept).map(({ params }: { params: object }) => params)).toEqual([
      { x: 0.5, mode: "tanh", k: [5, 5] },
      { x: 0.25, mode: "relu", k: [1, 2] },
    ]);
    for (const [file, message] of [
      ["missing.csv", 'no columns "k_2"'],
      ["extra.csv", 'column "epochs" is no parameter'],
      ["ambiguous.csv", 'row 2, mode: "1" may be 1 or "1"'],
      ["unknown.csv", "Row 1: "],
      ["scoreless.csv", "Row 1: "],
      ["short.csv", "row 1 has 3 cells, and the header 6"],
      ["valueless.csv", "no column value"],
      ["plain-missing.csv", 'Row 1: Parameter "mode"'],
      ["plain-extra.csv", 'Row 1: Parameter "epochs"'],
      ["text.csv", "Row 1: "],
      ["quote.csv", "row 2 has a quote"],
      ["empty.csv", "no column value"],
      ["broken.json", "cannot be imported"],
      ["number.json", "must be a list"],
      ["none.csv", 'Cannot read "none.csv"'],
    ] as const) {
      const { code, stdout, stderr } = await shac("import", "space", file);
      expect([code, stdout], file).toEqual([2, ""]);
      expect(stderr).toMatch(/^error: [^\n]*\n$/);
      expect(stderr).toContain(message);
    }
    expect((await shac("import", "own.json", "good.csv")).stderr).toContain("of the class CustomHyperParameter");
    expect((await shac("export", "--json")).stdout).toBe(kept);
  });
});
