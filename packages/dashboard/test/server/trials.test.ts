import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { float, Study, searchSpace, type Trial, vector } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { serveDashboard } from "@shac/dashboard";
import { beforeAll, describe, expect, it } from "vitest";
import { type Visitor, visit } from "../visit.js";

interface Page {
  readonly total: number;
  readonly offset: number;
  readonly trials: readonly Trial[];
}

let visitor: Visitor;
/** What the study itself holds, with every kind of trial. */
let trials: readonly Trial[];

const size = ({ metrics }: Trial): number => metrics?.size ?? Number.NaN;
const rate = ({ params }: Trial): number => params.rate as number;

beforeAll(async () => {
  const space = searchSpace({ rate: float(0, 1), "learning rate": float(0, 1), w: vector(float(0, 1), 2) });
  const constraints = { size: { max: 8 } };
  const study = new Study({ name: "a", space, totalBudget: 40, numBatches: 4, seed: 1, constraints });
  await study.fit((params, { trial }) => {
    if (trial % 7 === 0) throw new Error("out of time");
    const metrics = { size: trial % 10, odd: trial === 1 ? Number.NaN : trial };
    return { value: trial % 5 === 0 ? -params.rate : 0.25, metrics };
  });
  trials = study.trials as unknown as readonly Trial[];
  const dir = await mkdtemp(join(tmpdir(), "dashboard-"));
  await study.save(journalStorage(dir));
  const dashboard = await serveDashboard({ dir, port: 0 });
  visitor = await visit(dashboard.url);
  return async () => {
    await dashboard.close();
    await rm(dir, { recursive: true });
  };
});

const ask = (query: Readonly<Record<string, string | number>>): Promise<Page> =>
  visitor.json(`api/studies/a/trials?${new URLSearchParams(query as Record<string, string>)}`);

const numbers = (page: Pick<Page, "trials">): readonly number[] => page.trials.map(({ number }) => number);

describe("a filter lets through what it says", () => {
  it.each<[string, (trial: Trial) => boolean]>([
    ['state == "failed"', ({ state }) => state === "failed"],
    ["state = 'complete' && value < 0", ({ value }) => value !== undefined && value < 0],
    ["value < 0 || value >= 0.25", ({ value }) => value !== undefined],
    ["!(value < 0)", ({ value }) => !(value !== undefined && value < 0)],
    ["value == null", ({ value }) => value === undefined],
    ["number in [1, 2, 39, 1e2]", ({ number }) => [1, 2, 39].includes(number)],
    ["number in []", () => false],
    ["metrics.size > 3 && metrics.size <= 5", (trial) => size(trial) > 3 && size(trial) <= 5],
    ["metrics.size != null && !infeasible", ({ state, violation }) => state === "complete" && violation === undefined],
    ["infeasible", ({ violation }) => violation !== undefined],
    ["metrics.odd == 1", () => false],
    ["params.rate > .5", (trial) => rate(trial) > 0.5],
    ['params["learning rate"] < params.rate', (trial) => (trial.params["learning rate"] as number) < rate(trial)],
    ["params.w[1] < 0.5", ({ params }) => ((params.w as number[])[1] as number) < 0.5],
    ['params["w[1]"] < 0.5', ({ params }) => ((params.w as number[])[1] as number) < 0.5],
    ['reason contains "ERR"', ({ reason }) => reason === "error"],
    ['"running" != state', () => true],
    ['value < "1"', () => false],
    ["batch == 1 && attempt == 1 && elapsedMs >= 0", ({ batch }) => batch === 1],
    ["true == true", () => true],
    ["-1 < number && number < +3", ({ number }) => number < 3],
    ["  ", () => true],
    ["number<5||number>35&&number<38", ({ number }) => number < 5 || (number > 35 && number < 38)],
  ])("%s", async (filter, lets) => {
    const page = await ask({ filter, limit: 1000 });
    const expected = trials.filter(lets);
    expect(numbers(page)).toEqual(numbers({ trials: expected }));
    expect(page.total).toBe(expected.length);
  });

  it.each([
    ["value <", "needs a field or a value at character 8, where it ends"],
    ["value < 1 2", "needs &&, || or the end at character 11, where it has 2"],
    ["(value < 1", "needs ) at character 11"],
    ["vlaue < 1", 'names "vlaue" at character 1'],
    ["params.nope < 1", 'names "params.nope" at character 1'],
    ["metrics.__proto__ == null", 'names "metrics.__proto__"'],
    ["params.constructor == null", 'names "params.constructor"'],
    ["state == complete", 'names "complete" at character 10'],
    ['state == "complete', "does not end, from character 10"],
    ["value ; 1", 'cannot have ";" at character 7'],
    ["value < 1 && 🙂", 'cannot have "🙂" at character 14'],
    ["number in 3", "needs [ at character 11"],
    ["number in [1 2]", "needs , at character 14"],
    ["params[3] < 1", "needs a name in quotes at character 8"],
    ["params.", "needs a name at character 8"],
    ["process.exit()", 'names "process.exit"'],
  ])("%s is refused", async (filter, message) => {
    const response = await visitor.get(`api/studies/a/trials?${new URLSearchParams({ filter })}`);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe("invalid-query");
    expect(error.message).toContain(message);
  });

  it.each([
    ["!", "nested deeper than 50"],
    ["(", "nested deeper than 50"],
    ["1 < ", "has 3600 characters; at most 1000"],
  ])("900 times %o is refused", async (part, message) => {
    const response = await visitor.get(`api/studies/a/trials?${new URLSearchParams({ filter: part.repeat(900) })}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(message);
  });
});

describe("trials are sorted", () => {
  it.each<[string, (trial: Trial) => unknown]>([
    ["value", ({ value }) => value],
    ["number", ({ number }) => number],
    ["params.rate", rate],
    ["params.w[0]", ({ params }) => (params.w as number[])[0]],
    ["metrics.odd", ({ metrics }) => (Number.isNaN(metrics?.odd) ? undefined : metrics?.odd)],
    ["state", ({ state }) => state],
    ["elapsedMs", ({ elapsedMs }) => elapsedMs],
  ])("by %s, those without one last, equal ones by number", async (sort, read) => {
    for (const order of ["asc", "desc"] as const) {
      const sign = order === "asc" ? 1 : -1;
      const sorted = (await ask({ sort, order, limit: 1000 })).trials;
      expect(numbers({ trials: sorted }).toSorted((a, b) => a - b)).toEqual(numbers({ trials }));
      for (const [i, next] of sorted.slice(1).entries()) {
        const [a, b] = [read(trials[sorted[i]?.number ?? 0] as Trial), read(trials[next.number] as Trial)];
        if (b === undefined) continue;
        expect(a).not.toBeUndefined();
        if (a === b) expect(sorted[i]?.number).toBeLessThan(next.number);
        else expect(sign * ((a as number) < (b as number) ? -1 : 1)).toBe(-1);
      }
    }
  });

  it("only by what they have", async () => {
    for (const sort of ["nope", "params", "params.w", "", "__proto__"]) {
      expect((await visitor.get(`api/studies/a/trials?${new URLSearchParams({ sort })}`)).status).toBe(400);
    }
  });
});

it("come in pages that together are all", async () => {
  const pages = await Promise.all([0, 15, 30, 45].map((offset) => ask({ offset, limit: 15, sort: "value" })));
  expect(pages.map(({ total, trials: { length } }) => [total, length])).toEqual([
    [40, 15],
    [40, 15],
    [40, 10],
    [40, 0],
  ]);
  expect(new Set(pages.flatMap(numbers)).size).toBe(40);
});

it.each([
  "limit=0",
  "limit=1001",
  "limit=-1",
  "limit=1.5",
  "limit=x",
  "offset=-1",
  "offset=1e99",
  "order=up",
  "limit=",
  "offset=99999999999999999999",
])("%s is refused with what is possible", async (query) => {
  const response = await visitor.get(`api/studies/a/trials?${query}`);
  expect(response.status).toBe(400);
  expect(await response.text()).toMatch(/give (a whole number|asc or desc)/);
});
