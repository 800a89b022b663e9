import { describe, expect, it } from "vitest";
import { BOWL } from "./studies.js";
import { createWorkspace } from "./workspace.js";

describe.concurrent("shac import", () => {
  it("learns from exported trials, as CSV and as JSON alike", async () => {
    const { shac } = createWorkspace({ "bowl.js": BOWL });
    await shac("run", "bowl.js", "--sampler", "random", "--name", "source");
    const points: string[] = [];
    for (const file of ["trials.csv", "trials.json"]) {
      await shac("export", "source", "-o", file);
      const name = file.replace(".", "-");
      const { code, stderr } = await shac("import", "bowl.js", file, "--name", name);
      expect([code, stderr]).toEqual([0, `Imported into ${name}: 80\n`]);
      points.push((await shac("predict", name, "--samples", "20", "--json")).stdout);
    }
    expect(points[1]).toBe(points[0]);
    const accepted = JSON.parse(points[0] ?? "") as { readonly n: number }[];
    expect(accepted.reduce((sum, { n }) => sum + n, 0) / 20).toBeLessThan(5);
  });

  it("reads the data set of pyshac, and says in one line what it cannot read", async () => {
    const space = {
      parameters: [
        { name: "x", kind: "float", low: 0, high: 1 },
        { name: "mode", kind: "categorical", choices: ["relu", "tanh"] },
      ],
    };
    const { shac } = createWorkspace({
      "space.json": JSON.stringify(space),
      "dataset.csv": "id,x,mode,scores\n0,0.25,relu,1e-05\n1,0.5,tanh,2.0\n",
      "missing.csv": "id,x,scores\n0,0.25,1\n",
      "short.csv": "id,x,mode,scores\n0,0.25,relu\n",
      "valueless.csv": "x,mode\n0.25,relu\n",
      "text.csv": "x,mode,value\n0.25,relu,good\n",
    });
    expect((await shac("import", "space.json", "dataset.csv", "--seed", "1")).code).toBe(0);
    // The worst come first.
    expect(JSON.parse((await shac("show", "--json")).stdout).best).toEqual({
      number: 1,
      value: 1e-5,
      params: { x: 0.25, mode: "relu" },
    });
    for (const [file, message] of [
      ["missing.csv", "Row 1: "],
      ["short.csv", "row 1 has 3 cells, and the header 4"],
      ["valueless.csv", "no column value or scores"],
      ["text.csv", "Row 1: "],
      ["none.csv", 'Cannot read "none.csv"'],
    ] as const) {
      const { code, stderr } = await shac("import", "space", file);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^error: [^\n]*\n$/);
      expect(stderr).toContain(message);
    }
    expect(JSON.parse((await shac("show", "--json")).stdout).trials).toBe(2);
  });
});
