import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { createStyle } from "../../dist/output/style.js";
import { renderFrame } from "../../dist/run/frame.js";
import type { RunState } from "../../dist/run/run-state.js";

const state: RunState = {
  name: "digits",
  direction: "maximize",
  totalBudget: 200,
  batchSize: 10,
  finished: 65,
  failed: 2,
  pruned: 0,
  infeasible: 0,
  running: 3,
  slots: 4,
  batch: 6,
  stages: 5,
  acceptedVolume: { lower: 0.012, upper: 0.0123 },
  best: {
    number: 41,
    batch: 4,
    state: "complete",
    value: 0.98765432,
    attempt: 1,
    params: { rate: 0.001, kind: "relu" },
  },
  isProposing: false,
  isStopping: false,
  startedAt: 0,
  finishTimes: Array.from({ length: 15 }, (_, i) => (i + 1) * 1000),
};
const plain = createStyle({}, {});
const colored = createStyle({}, { FORCE_COLOR: "1" });

describe("a frame of the live display", () => {
  it("tells how far the study is, what is best and how fast it goes", () => {
    expect(renderFrame(state, 80, plain, 30_000)).toEqual([
      "digits  maximize  batch 7 of 20  stage 5",
      "█████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░  65/200  32 %  ETA 4m 30s",
      "best 0.987654  trial 41  rate 0.001  kind relu",
      "0.5 evaluations/s  3 of 4 running  2 failed  space accepted 1.2 %",
    ]);
  });

  it("counts pruned and infeasible trials where there are some", () => {
    expect(renderFrame({ ...state, pruned: 7, infeasible: 3 }, 100, plain, 30_000).at(-1)).toBe(
      "0.5 evaluations/s  3 of 4 running  2 failed  7 pruned  3 infeasible  space accepted 1.2 %",
    );
  });

  it("says that the next points are chosen, and that it is stopping", () => {
    const lines = renderFrame({ ...state, running: 0, isProposing: true, isStopping: true }, 80, plain, 30_000);
    expect(lines.at(-2)).toContain("choosing points");
    expect(lines.at(-1)).toBe("stopping: 0 still running  Ctrl-C again stops at once");
  });

  it("is never wider than the terminal", () => {
    const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme", minLength: 30 }));
    const params = fc.dictionary(text, fc.oneof(text, fc.double(), fc.array(fc.integer())), { noNullPrototype: true });
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 200 }), text, params, fc.boolean(), (width, name, own, isStopping) => {
        const best = { ...(state.best as NonNullable<RunState["best"]>), params: own };
        const acceptedVolume = { lower: 0.000077, upper: 0.000088 };
        for (const line of renderFrame({ ...state, name, best, acceptedVolume, isStopping }, width, colored, 30_000)) {
          expect(stringWidth(line)).toBeLessThanOrEqual(width);
        }
      }),
    );
  });
});
