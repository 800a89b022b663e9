import { describe, expect, it } from "vitest";
import { drawHistory } from "../../../src/client/charts/history/draw-history.js";
import { fitText, plainText } from "../../../src/client/charts/painter/plain-text.js";
import { SvgPainter } from "../../../src/client/charts/painter/svg-painter.js";
import { lightTheme, mix, rampColor } from "../../../src/client/charts/painter/theme.js";

describe("an SVG file", () => {
  it("holds a hostile name as text", () => {
    const painter = new SvgPainter(100, 50);
    painter.text(0, 0, `</text><script>alert(1)</script>&"\u202e\u0000\ud800`, { color: `"><script>` });
    const file = painter.file("<b>", lightTheme);
    expect(file).not.toContain("<script");
    expect(file).not.toContain("<b>");
    expect(file).toContain("&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;··�");
  });

  it("interrupts a line where a point is missing", () => {
    const painter = new SvgPainter(100, 50);
    painter.line([0, 1, 2, 3, 4], [0, 1, Number.NaN, 3, 4], { color: "#000" });
    expect(painter.file("", lightTheme)).toContain('d="M0 0L1 1M3 3L4 4"');
  });
});

describe("names", () => {
  it("stay short and on one line", () => {
    expect(plainText("a\nb")).toBe("a·b");
    expect(plainText("x".repeat(10_000)).length).toBe(200);
    const length = (text: string): number => text.length;
    expect(fitText("learningRate", 8, length)).toBe("learnin…");
    expect(fitText("lr", 8, length)).toBe("lr");
    expect(fitText("learningRate", 0, length)).toBe("…");
  });
});

describe("colours", () => {
  it("mix by channel, and grow in contrast with the share", () => {
    expect(mix("#000000", "#ff8000", 0.5)).toBe("#804000");
    const lightness = (color: string): number => Number.parseInt(color.slice(3, 5), 16);
    expect(lightness(rampColor(1, false))).toBeLessThan(lightness(rampColor(0, false)));
    expect(lightness(rampColor(1, true))).toBeGreaterThan(lightness(rampColor(0, true)));
  });
});

describe("the history", () => {
  const columns = {
    revision: 1,
    count: 6,
    state: ["complete", "failed", "complete", "pruned", "complete", "running"] as const,
    batch: [-1, 0, 0, 0, 0, 0],
    value: [5, null, 3, null, 4, null],
    infeasible: [false, false, false, false, true, false],
    params: {},
    metrics: {},
  };

  it("can be pointed at where a trial lies, and says which it is", () => {
    const view = { columns, direction: "minimize", scale: "linear", span: "all" } as const;
    const hits = drawHistory(view)(new SvgPainter(600, 300), lightTheme);
    const found = Array.from({ length: hits?.count ?? 0 }, (_, i) =>
      hits?.find(...(hits.place(i) as [number, number])),
    );
    expect(found.map((i) => hits?.id?.(i as number))).toEqual([0, 1, 2, 3, 4]);
    expect(hits?.describe(0)).toEqual(["Trial 0", "value 5", "imported"]);
    expect(hits?.describe(4)).toEqual(["Trial 4", "value 4", "infeasible", "batch 0"]);
    expect(hits?.find(-100, -100)).toBe(-1);
  });

  it("draws nothing but its axes where there is no value", () => {
    const empty = { ...columns, count: 0, state: [], batch: [], value: [], infeasible: [] };
    const view = { columns: empty, direction: "maximize", scale: "log", span: "tenth" } as const;
    expect(drawHistory(view)(new SvgPainter(200, 100), lightTheme)?.count).toBe(0);
  });
});
