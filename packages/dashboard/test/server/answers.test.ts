import { writeFile } from "node:fs/promises";
import {
  categorical,
  float,
  int,
  Study,
  type StudyRecord,
  searchSpace,
  shacSampler,
  type Trial,
  vector,
} from "@shac/core";
import { journalStorage, trialsToCsv, trialsToJson } from "@shac/core/node";
import { beforeEach, describe, expect, it } from "vitest";
import type { Visitor } from "../visit.js";
import { finished, newFolder, plantStudy, proposal, serve } from "./dashboards.js";

describe("a study of 100 trials", () => {
  let visitor: Visitor;
  let study: Study;

  beforeEach(async () => {
    const space = searchSpace({
      rate: float(1e-4, 1, { log: true }),
      depth: int(1, 6),
      kind: categorical(["a", "b"]),
      w: vector(float(0, 1), 2),
    }).when("kind", ["b"], { extra: float(0, 1) });
    const made = new Study({ name: "a", space, totalBudget: 100, numBatches: 5, seed: 2, sampler: shacSampler() });
    await made.fit(({ rate, depth }, { trial }) => {
      if (trial === 3) throw new Error("no");
      return { value: (Math.log10(rate) + 2) ** 2 + depth, metrics: { size: depth } };
    });
    const dir = await newFolder();
    await made.save(journalStorage(dir));
    study = made as unknown as Study;
    visitor = await serve(dir);
  });

  it("is told as the study itself tells it", async () => {
    const detail = await visitor.json("api/studies/a");
    expect(detail).toMatchObject({
      state: "finished",
      id: study.id,
      complete: 99,
      failed: 1,
      best: { number: study.best?.number, value: study.best?.value },
      metrics: ["size"],
    });
    expect(detail.bestTrial).toEqual(study.best);
    expect(detail.batches).toEqual(study.history.batches);
    expect(detail.stages).toEqual(study.stages);
    expect(detail.parameters).toMatchObject([
      { name: "rate", kind: "float", log: true, min: 1e-4, max: 1 },
      { name: "depth", kind: "int", min: 1, max: 6 },
      { name: "kind", choices: ["a", "b"] },
      { name: "w[0]" },
      { name: "w[1]" },
      { name: "extra", condition: 'kind = "b"' },
    ]);
  });

  it("has a column for each parameter and metric", async () => {
    const { count, params, value, metrics, state } = await visitor.json<{
      count: number;
      state: string[];
      value: (number | null)[];
      params: Record<string, (number | null)[]>;
      metrics: Record<string, (number | null)[]>;
    }>("api/studies/a/columns");
    expect(count).toBe(100);
    for (const trial of study.trials) {
      const own = (column: (number | null)[] | undefined) => column?.[trial.number];
      expect(own(value)).toBe(trial.value ?? null);
      expect(state[trial.number]).toBe(trial.state);
      expect(own(params.kind)).toBe(trial.params.kind === "a" ? 0 : 1);
      expect(own(params["w[1]"])).toBe((trial.params.w as number[])[1]);
      expect(own(params.extra)).toBe(trial.params.extra ?? null);
      expect(own(metrics.size)).toBe(trial.metrics?.size ?? null);
    }
  });

  it("has the importance, cascade and exports that the study gives", async () => {
    expect((await visitor.json("api/studies/a/importance")).parameters).toEqual(study.importance());
    const cascade = await study.cascade();
    const { stages } = await visitor.json<{ stages: { stage: number; volume: object; alive: object }[] }>(
      "api/studies/a/cascade",
    );
    expect(stages.length).toBe(cascade?.classifiers.length);
    expect(stages.length).toBeGreaterThan(0);
    for (const { stage, volume, alive } of stages) {
      const region = cascade?.region({ maxClassifiers: stage });
      expect(volume).toEqual(region?.volume);
      expect(alive).toEqual(
        Object.fromEntries(study.parameters.map(({ name }, axis) => [name, region?.aliveShare(axis)])),
      );
    }
    const map = await visitor.json<{ method: string; bins: number; accepted: number[]; xEdges: number[] }>(
      `api/studies/a/cascade/map?x=rate&y=w[0]&stage=${stages.length}`,
    );
    expect([map.accepted.length, map.xEdges.length]).toEqual([map.bins ** 2, map.bins + 1]);
    expect(map.xEdges[0]).toBeCloseTo(1e-4, 12);
    expect(map.xEdges.at(-1)).toBeCloseTo(1, 12);
    if (map.method === "marginal") {
      const mean = map.accepted.reduce((sum, share) => sum + share, 0) / map.bins ** 2;
      expect(mean).toBeCloseTo(cascade?.region().volume.lower ?? 0, 9);
    }
    for (const query of ["x=rate&y=rate", "x=rate&y=nope", "x=rate&y=depth&stage=99", "x=rate&y=depth&stage=-1"]) {
      expect([query, (await visitor.get(`api/studies/a/cascade/map?${query}`)).status]).toEqual([query, 400]);
    }
    expect(await (await visitor.get("api/studies/a/export.csv")).text()).toBe(trialsToCsv(study.trials));
    expect(await (await visitor.get("api/studies/a/export.json")).text()).toBe(trialsToJson(study.trials));
  });

  it("is sent once until it changes", async () => {
    for (const path of ["", "/columns", "/trials", "/timeline", "/importance", "/cascade"]) {
      const first = await visitor.get(`api/studies/a${path}`);
      const again = await visitor.get(`api/studies/a${path}`, { "if-none-match": first.headers.get("etag") ?? "" });
      expect([path, again.status, await again.text()]).toEqual([path, 304, ""]);
    }
    expect((await visitor.get("api/studies/a/columns")).headers.get("content-encoding")).toBe("gzip");
  });
});

it("tells when and where trials were evaluated, tried again, lost and cut off", async () => {
  const started = (trial: number, attempt: number, workerId: number, second: number): StudyRecord => {
    const at = new Date(Date.UTC(2026, 10, 24, 12, 0, second)).toISOString();
    return { type: "started", trial, attempt, workerId, host: "h", at };
  };
  const dir = await newFolder();
  await plantStudy(dir, [
    proposal,
    started(0, 1, 0, 0),
    started(1, 1, 1, 0),
    { type: "report", trial: 0, step: 1, value: 5 },
    { type: "report", trial: 0, step: 2, value: 4 },
    finished(0, 3),
    { type: "lost", trial: 1, attempt: 1, message: "killed" },
    started(1, 2, 0, 2),
  ]);
  const visitor = await serve(dir);
  const timeline = await visitor.json<{ slots: object[]; evaluations: object[] }>("api/studies/a/timeline");
  expect(timeline).toMatchObject({ from: "2026-11-24T12:00:00.000Z", retries: 1, lost: 1 });
  expect(timeline.slots).toMatchObject([
    { host: "h", workerId: 0 },
    { host: "h", workerId: 1 },
  ]);
  expect(timeline.evaluations).toMatchObject([
    { slot: 0, trial: 0, attempt: 1, startMs: 0, endMs: 100, outcome: "complete" },
    { slot: 1, trial: 1, attempt: 1, startMs: 0, endMs: 2000, outcome: "lost" },
    { slot: 0, trial: 1, attempt: 2, startMs: 2000, outcome: "stopped" },
  ]);
  expect(await visitor.json("api/studies/a/trials/0")).toMatchObject({
    trial: { number: 0, value: 3 },
    attempts: [{ attempt: 1, workerId: 0, host: "h", startedAt: "2026-11-24T12:00:00.000Z" }],
    reports: [
      { step: 1, value: 5 },
      { step: 2, value: 4 },
    ],
    log: null,
  });
  expect(await visitor.json("api/studies/a/trials/1")).toMatchObject({
    attempts: [{ lost: "killed" }, { lost: "The run ended while it was being evaluated." }],
  });
  expect((await visitor.get("api/studies/a/trials/10")).status).toBe(404);
  expect((await visitor.get("api/studies/a/trials/-1")).status).toBe(400);

  const storage = journalStorage(dir);
  await storage.logs("a").write(0, 1, "x".repeat(100_000));
  const { log } = await visitor.json<{ log: { text: string; truncated: boolean } }>("api/studies/a/trials/0");
  expect([log.text.length, log.truncated]).toEqual([65_536, true]);
});

it("carries names and values that are meant to do harm as text, and numbers that are none as null", async () => {
  const name = '<img src=x onerror=alert(1)>"\u202e';
  const params = { x: 0.5, [name]: `</script>${"y".repeat(10_000)}`, ["__proto__"]: { polluted: true } };
  const dir = await newFolder();
  const [first] = [proposal as Extract<StudyRecord, { type: "proposed" }>];
  await plantStudy(dir, [
    { ...first, params: first.params.map(() => params) },
    { ...(finished(0, 1) as Extract<StudyRecord, { type: "finished" }>), metrics: { bad: Number.NaN, [name]: 1 / 0 } },
  ]);
  await writeFile(`${dir}/<b>.txt`, "");
  const visitor = await serve(dir);
  const { trials } = await visitor.json<{ trials: Trial[] }>("api/studies/a/trials?limit=1");
  expect(trials[0]?.params[name]).toBe(params[name as "x"]);
  expect(trials[0]?.metrics).toEqual({ bad: null, [name]: null });
  const sort = new URLSearchParams({ sort: `metrics.${name}`, filter: `metrics[${JSON.stringify(name)}] > 1e300` });
  expect(await visitor.json(`api/studies/a/trials?${sort}`)).toMatchObject({ total: 1 });
  const { metrics } = await visitor.json<{ metrics: object }>("api/studies/a/columns");
  expect(Object.keys(metrics)).toEqual(["bad", name]);
  expect((await visitor.get("api/studies/a")).headers.get("content-type")).toContain("application/json");
});
