import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOWL, studyWith, TYPED_BOWL } from "../studies.js";
import { createWorkspace } from "../workspace.js";

describe.concurrent("shac run", () => {
  it("prints a line a batch, the best trial, where it is kept and what to do next", async () => {
    const { shac } = createWorkspace({ "bowl.js": BOWL });
    const { code, stdout, stderr } = await shac("run", "bowl.js");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const lines = stdout.split("\n");
    expect(
      lines.filter((line) => /^batch \d\/4 {2}best \S+ .*mean \S+ .*failed 0 .*accepted .* s$/.test(line)),
    ).toHaveLength(4);
    expect(stdout).toContain("80 of 80 evaluations");
    expect(stdout).toMatch(/^best [\d.]+ {2}trial \d+$/m);
    expect(stdout).toMatch(/^ {2}x +-?[\d.e-]+$/m);
    expect(stdout).toContain("kept in .shac/bowl");
    expect(stdout).toContain("shac run bowl.js --budget 160");
    expect(stdout).toContain("shac show bowl");
    expect(stdout).toContain("shac predict bowl --samples 5");
    expect(stdout).toContain("shac export bowl --format csv -o bowl.csv");
    expect(stdout).not.toContain("\u001b");
  });

  it("gives one JSON document, also when the study file prints", async () => {
    const noisy = studyWith('({ x }) => { console.log("noise"); process.stdout.write("more"); return x; }');
    const { shac } = createWorkspace({ "study.js": `console.log("loading");${noisy}` });
    const { code, stdout, stderr } = await shac("run", "study.js", "--sampler", "shac", "--json");
    expect(code).toBe(0);
    expect(stderr).toContain("loading");
    expect(stderr).toContain("noise");
    const { best, ...document } = JSON.parse(stdout);
    expect(document).toMatchObject({
      name: "study",
      direction: "minimize",
      trials: 20,
      complete: 20,
      failed: 0,
      stages: 1,
    });
    expect(best).toEqual({ number: expect.any(Number), value: best.params.x, params: { x: expect.any(Number) } });
    expect(document.acceptedVolume).toBeGreaterThan(0);
    expect(document.acceptedVolume).toBeLessThan(1);
    expect(document.seconds).toBeGreaterThanOrEqual(0);
  });

  it("keeps the folder of the best trial alone where the study file says so", async () => {
    const objective = "({ x }, { directory }) => (directory === undefined ? Number.NaN : x)";
    const { shac, path } = createWorkspace({ "study.js": studyWith(objective, 'keepArtifacts: "best",') });
    const { stdout } = await shac("run", "study.js", "--json");
    const { best, complete } = JSON.parse(stdout);
    expect(complete).toBe(20);
    expect(readdirSync(join(path, ".shac/study/trials"))).toEqual([String(best.number)]);
  });

  it("prints the result alone with --quiet", async () => {
    const { shac } = createWorkspace({ "bowl.js": BOWL });
    const { stdout, stderr } = await shac("run", "bowl.js", "--quiet");
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^best \S+ {2}trial \d+\n {2}x +\S+\n {2}n +\d\n {2}kind +\S+\n$/);
  });

  it("takes TypeScript, as ES module and as CommonJS, and finds the same", async () => {
    const { shac, write } = createWorkspace({ "bowl.js": BOWL, "bowl.ts": TYPED_BOWL, "old/bowl.ts": TYPED_BOWL });
    write("old/package.json", "{}");
    const bests = [];
    for (const file of ["bowl.js", "bowl.ts", "old/bowl.ts"]) {
      const { stdout } = await shac("run", file, "--json", "--dir", `kept/${bests.length}`);
      bests.push(JSON.parse(stdout).best);
    }
    expect(bests[1]).toEqual(bests[0]);
    expect(bests[2]).toEqual(bests[0]);
  });

  it("lets the command line come before the file", async () => {
    const { shac } = createWorkspace({ "bowl.js": BOWL });
    const words = ["--name", "other", "--budget", "30", "--batches", "3", "--seed", "8", "--direction", "maximize"];
    const { stdout } = await shac("run", "bowl.js", ...words, "--sampler", "random", "--dir", "else where", "--json");
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      name: "other",
      direction: "maximize",
      trials: 30,
      batchSize: 10,
      seed: 8,
      stages: 0,
    });
    expect(document.best.value).toBeGreaterThan(20);
    const listed = await shac("list", "--dir", "else where", "--json");
    expect(JSON.parse(listed.stdout)).toMatchObject([{ name: "other" }]);
  });

  it("hands settings to the sampler of the paper", async () => {
    const { shac } = createWorkspace({ "bowl.js": BOWL });
    const words = [
      "--sampler",
      "shac",
      "--skip-cv-checks",
      "--early-stop",
      "--relax-checks",
      "1",
      "--max-classifiers",
      "2",
    ];
    const { stdout } = await shac("run", "bowl.js", ...words, "--json");
    const { stageReports } = JSON.parse(stdout);
    expect(stageReports).toHaveLength(2);
    expect(stageReports[0]).not.toHaveProperty("accuracy");
  });

  it("stops at a target, and at a time limit, and goes on from there", async () => {
    const { shac } = createWorkspace({
      "bowl.js": BOWL,
      "slow.js": studyWith("({ x }) => new Promise((resolve) => setTimeout(resolve, 60, x))"),
    });
    const target = JSON.parse((await shac("run", "bowl.js", "--target", "9", "--json")).stdout);
    expect(target).toMatchObject({ stop: "target-reached" });
    expect(target.best.value).toBeLessThanOrEqual(9);
    const limited = await shac("run", "slow.js", "--max-time", "300ms");
    expect(limited.code).toBe(0);
    expect(limited.stdout).toContain("The time is over");
    expect(limited.stdout).toMatch(/go on +shac run slow\.js --max-time 300ms/);
    expect(JSON.parse((await shac("run", "slow.js", "--json")).stdout)).toMatchObject({
      complete: 20,
      stop: "budget-spent",
    });
  });

  it("fails evaluations that take longer than --timeout", async () => {
    const objective =
      "({ x }, { signal }) => (x < 0.5 ? x : new Promise((_, reject) => signal.addEventListener('abort', reject)))";
    const { shac } = createWorkspace({ "study.js": studyWith(objective) });
    const { stdout, stderr } = await shac("run", "study.js", "--timeout", "20ms", "--retries", "0", "--json");
    const { failed, complete } = JSON.parse(stdout);
    expect(failed).toBeGreaterThan(0);
    expect(failed + complete).toBe(20);
    expect(stderr).toMatch(/trial \d+ failed, timeout: /);
  });

  it("tells infeasible trials from feasible ones, and never takes one for the best", async () => {
    const constraints = "constraints: { size: { max: 0.5 } },";
    const { shac } = createWorkspace({
      "study.js": studyWith("({ x }) => ({ value: x, metrics: { size: 1 - x } })", constraints),
    });
    const { stdout } = await shac("run", "study.js");
    const [, count] = stdout.match(/20 of 20 evaluations {2}none failed {2}(\d+) infeasible/) ?? [];
    expect(stdout).toMatch(/^batch 1\/2 .*failed 0 {2}infeasible \d+ {2}stage/m);
    const summary = JSON.parse((await shac("show", "--json")).stdout);
    expect([summary.infeasible, summary.complete]).toEqual([Number(count), 20]);
    expect(summary.best.value).toBeGreaterThanOrEqual(0.5);
    const trials = JSON.parse((await shac("export", "--json")).stdout);
    const [worst] = trials.toSorted((a: { value: number }, b: { value: number }) => a.value - b.value);
    const shown = (await shac("show", "--trial", String(worst.number))).stdout;
    expect(shown).toMatch(/ {2}complete, infeasible by [\d.]+ {2}value 0\.\d+\n/);
    const top = (await shac("show")).stdout.split("Top trials")[1] ?? "";
    expect(top).not.toContain(String(Number(worst.value.toPrecision(6))));
  });

  it("gives a free worker a new point at once with --async, and goes on so", async () => {
    const objective = `async ({ x }, { trial }) => {
      if (trial === 12) free();
      if (trial === 0) await later;
      return x;
    }`;
    const later = "let free; const later = new Promise((resolve) => { free = resolve; });";
    const { shac } = createWorkspace({ "study.js": later + studyWith(objective) });
    const words = ["--backend", "inline", "--workers", "2", "--json"];
    // The first evaluation waits for one that a batch would not begin before it ends.
    const { stdout } = await shac("run", "study.js", "--async", ...words);
    expect(JSON.parse(stdout)).toMatchObject({ complete: 20, stop: "budget-spent" });
    const more = await shac("run", "study.js", "--budget", "30", ...words);
    expect(JSON.parse(more.stdout)).toMatchObject({ complete: 30 });
  });

  it("tells pruned trials from failed ones", async () => {
    const objective =
      "({ x }, { report, shouldPrune }) => { report(0, (x * 997) % 1); return shouldPrune() ? Number.NaN : x; }";
    const pruner = 'pruner: (await import("@shac/core")).medianPruner(),';
    const { shac } = createWorkspace({ "study.js": studyWith(objective, pruner) });
    const { code, stdout } = await shac("run", "study.js");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^batch 1\/2 .*failed 0 {2}stage 0/m);
    const [, count] = stdout.match(/^batch 2\/2 .*failed 0 {2}pruned (\d+) {2}stage/m) ?? [];
    expect(Number(count)).toBeGreaterThan(0);
    expect(stdout).toContain(`20 of 20 evaluations  none failed  ${count} pruned`);
    const summary = JSON.parse((await shac("show", "--json")).stdout);
    expect([summary.pruned, summary.complete]).toEqual([Number(count), 20 - Number(count)]);
  });

  it("ends although the study file leaves a timer behind", async () => {
    const { shac } = createWorkspace({ "study.js": `setInterval(() => {}, 1000);${studyWith("({ x }) => x")}` });
    expect((await shac("run", "study.js", "--quiet")).code).toBe(0);
  });

  it("asks the study's own backend", async () => {
    const backend =
      "backend: async (file) => inlineBackend(({ x }) => x + (file.href.endsWith('/study.js') ? 100 : 0)),";
    const source = studyWith("() => 0", backend).replace("{ defineStudy", "{ defineStudy, inlineBackend");
    const { shac } = createWorkspace({ "study.js": source });
    expect(JSON.parse((await shac("run", "study.js", "--json")).stdout).best.value).toBeGreaterThanOrEqual(100);
  });
});

describe.concurrent("shac run, again", () => {
  it("finds nothing to do when the budget is spent, and takes a larger one", async () => {
    const { shac } = createWorkspace({ "bowl.js": BOWL });
    const first = JSON.parse((await shac("run", "bowl.js", "--sampler", "shac", "--json")).stdout);
    expect(JSON.parse((await shac("run", "bowl.js", "--json")).stdout)).toEqual(first);
    const larger = JSON.parse((await shac("run", "bowl.js", "--budget", "120", "--json")).stdout);
    expect(larger).toMatchObject({ trials: 120, complete: 120, totalBudget: 120, batchSize: 20 });
    expect(larger.stageReports.slice(0, first.stages)).toEqual(first.stageReports);
    expect(JSON.parse((await shac("run", "bowl.js", "--json")).stdout)).toMatchObject({ trials: 120 });
  });

  it("refuses a budget that does not add whole batches, another space and another direction", async () => {
    const { shac, write } = createWorkspace({ "bowl.js": BOWL });
    await shac("run", "bowl.js");
    const budget = await shac("run", "bowl.js", "--budget", "90");
    expect(budget.code).toBe(2);
    expect(budget.stderr).toMatch(/^error: .*budget: saved 80, now 90.*100/s);
    const direction = await shac("run", "bowl.js", "--direction", "maximize");
    expect(direction.code).toBe(2);
    expect(direction.stderr).toMatch(/^error: .*direction: saved minimize, now maximize/s);
    write("bowl.js", BOWL.replace("int(1, 9)", "int(1, 8)"));
    const space = await shac("run", "bowl.js");
    expect(space.code).toBe(2);
    expect(space.stderr).toMatch(/^error: .*\bn: saved .*9.*now .*8/s);
    expect(space.stdout).toBe("");
  });

  it("takes the lock of a machine that is gone when told so", async () => {
    const { shac, write } = createWorkspace({ "bowl.js": BOWL });
    await shac("run", "bowl.js", "--target", "1000");
    const owner = { pid: 4711, host: "gone.example", since: "2026-01-02T03:04:05.000Z" };
    write(".shac/bowl/lock/1.json", JSON.stringify(owner));
    const { code, stderr } = await shac("run", "bowl.js");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: .*4711 on gone\.example since 2026-01-02T03:04:05\.000Z.*--unlock\.\n$/);
    expect(JSON.parse((await shac("run", "bowl.js", "--unlock", "--json")).stdout)).toMatchObject({ complete: 80 });
  });

  it("keeps the sampler that it was saved with", async () => {
    const { shac } = createWorkspace({ "bowl.js": BOWL });
    await shac("run", "bowl.js", "--sampler", "random", "--target", "1000");
    expect(JSON.parse((await shac("run", "bowl.js", "--json")).stdout)).toMatchObject({ complete: 80, stages: 0 });
    const other = await shac("run", "bowl.js", "--early-stop");
    expect(other.code).toBe(2);
    expect(other.stderr).toContain("sampler");
  });
});
