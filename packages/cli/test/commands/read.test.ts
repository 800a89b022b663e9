import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { BOWL, studyWith } from "../studies.js";
import { createWorkspace, type Workspace } from "../workspace.js";

let saved: Workspace;
beforeAll(async () => {
  saved = await saveStudies();
});

/** A folder with the finished studies `bowl` and `study`, and no study files any more. */
async function saveStudies(): Promise<Workspace> {
  const workspace = createWorkspace({
    "bowl.js": BOWL,
    "study.js": studyWith("({ x }) => { if (x > 0.5) throw new Error('too large'); return -x; }"),
  });
  await workspace.shac("run", "bowl.js");
  await workspace.shac("run", "study.js");
  workspace.write("bowl.js", "");
  workspace.write("study.js", "");
  return workspace;
}

describe.concurrent("shac show", () => {
  it("tells of one study what run told, and its stages and top trials", async () => {
    const { shac, write } = createWorkspace({ "bowl.js": BOWL });
    const ran = JSON.parse((await shac("run", "bowl.js", "--sampler", "shac", "--json")).stdout);
    write("bowl.js", "");
    const { stop, ...kept } = ran;
    expect(stop).toBe("budget-spent");
    const { importance, ...shown } = JSON.parse((await shac("show", "--json")).stdout);
    expect(shown).toEqual(kept);
    expect(importance.map(({ name }: { name: string }) => name).sort()).toEqual(["kind", "n", "x"]);
    expect(importance.reduce((sum: number, { share }: { share: number }) => sum + share, 0)).toBeCloseTo(1);
    const { code, stdout, stderr } = await shac("show");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^bowl {2}minimize {2}80 of 80 evaluations {2}none failed {2}/);
    expect(stdout).toContain(`best ${ran.best.value}  trial ${ran.best.number}`);
    const [{ name, share }] = importance;
    expect(stdout).toMatch(
      new RegExp(`^Importance\\nparameter +share\\n${name} +${Math.round(100 * share)} %  █{20}\\n`, "m"),
    );
    expect(stdout).toMatch(/^Stages\nstage +state +trained on +accuracy +accepted/m);
    expect(stdout.match(/^ +\d {2}active +20 +\d\.\d\d +[\d.]+ %$/gm)).toHaveLength(3);
    const top = stdout.slice(stdout.indexOf("Top trials")).trimEnd().split("\n");
    expect(top[1]).toMatch(/^trial +value +x +n +kind$/);
    expect(top).toHaveLength(12);
    const values = top.slice(2).map((line) => Number(line.trim().split(/ +/)[1]));
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(Number(top[2]?.trim().split(/ +/)[0])).toBe(ran.best.number);
  });

  it("asks which study where there are several", async () => {
    const { shac } = saved;
    const { code, stdout, stderr } = await shac("show");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe('error: Which study? Give its name; ".shac" has "bowl", "study".\n');
    expect((await shac("show", "bowl")).code).toBe(0);
    const unknown = await shac("show", "bowel");
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      'error: There is no study "bowel" in ".shac"; it has "bowl", "study".\n',
    ]);
  });
});

describe.concurrent("shac list", () => {
  it("has a line a study", async () => {
    const { shac } = saved;
    const { stdout } = await shac("list");
    expect(stdout).toMatch(
      /^name +direction +best +done +budget +failed +time\nbowl +minimize +\S+ +80 +80 +0 .*\nstudy /,
    );
    const listed = JSON.parse((await shac("list", "--json")).stdout);
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(["bowl", "study"]);
    expect(listed[1].failed).toBeGreaterThan(0);
  });

  it("says how to start where nothing is kept", async () => {
    const { shac } = createWorkspace();
    expect(await shac("list")).toEqual({
      code: 0,
      stdout: "",
      stderr: 'No study is kept in ".shac". Start one with: shac run STUDY_FILE\n',
    });
    expect((await shac("list", "--json")).stdout).toBe("[]\n");
  });

  it("shows the other studies beside one that cannot be read", async () => {
    const { shac, read, write } = await saveStudies();
    write(".shac/bowl/journal.jsonl", read(".shac/bowl/journal.jsonl").replace('"minimize"', '"maximize"'));
    const { code, stdout, stderr } = await shac("list");
    expect(code).toBe(1);
    expect(stdout).toMatch(/\nstudy /);
    expect(stderr).toMatch(/^error: .*bowl.*journal\.jsonl.*\n$/);
    expect(JSON.parse((await shac("list", "--json")).stdout)).toMatchObject([
      { name: "study" },
      { name: "bowl", error: { code: "damaged-journal" } },
    ]);
  });
});

describe.concurrent("shac delete", () => {
  it("deletes a study with all it has kept, but asks before", async () => {
    const { shac, inTerminal, path } = createWorkspace({ "bowl.js": BOWL });
    await shac("run", "bowl.js");
    const unasked = await shac("delete", "bowl");
    expect([unasked.code, unasked.stderr]).toEqual([2, expect.stringContaining("Add --yes")]);
    const refused = await inTerminal(["delete", "bowl"], { columns: 80, typing: [{ when: /Yes.*No/, keys: "n" }] });
    expect([refused.code, refused.output]).toEqual([0, expect.stringContaining("Nothing was deleted.")]);
    expect((await shac("show", "bowl")).code).toBe(0);
    expect(await shac("delete", "bowl", "--yes")).toEqual({ code: 0, stdout: "", stderr: "Deleted bowl\n" });
    expect(readdirSync(join(path, ".shac"))).toEqual([]);
  });
});

describe.concurrent("shac predict", () => {
  it("draws points without the study file, the same ones for the same seed", async () => {
    const { shac } = saved;
    const points = async (...words: readonly string[]): Promise<unknown[]> =>
      JSON.parse((await shac("predict", "bowl", "--json", ...words)).stdout);
    const five = await points("--samples", "5");
    expect(five).toHaveLength(5);
    for (const point of five) expect(point).toMatchObject({ x: expect.any(Number), n: expect.any(Number) });
    expect(await points("--samples", "5")).toEqual(five);
    expect(await points("--samples", "5", "--seed", "3")).not.toEqual(five);
    expect(await points()).toHaveLength(1);
    expect(await points("--batches", "2", "--max-classifiers", "1", "--relax-checks")).toHaveLength(40);
    expect((await shac("predict", "bowl", "--samples", "2")).stdout).toMatch(/^ *x +n +kind\n.+\n.+\n$/);
  });

  it("refuses more classifiers than there are", async () => {
    const { shac } = saved;
    const { code, stderr } = await shac("predict", "bowl", "--max-classifiers", "9");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*9.*\n$/);
  });

  it("needs the study file for constraints, and says so", async () => {
    const constrained = BOWL.replace(
      'kind: categorical(["plain", "1", null]) })',
      '$&.where("positive", ({ x }) => x > 0)',
    );
    const { shac } = createWorkspace({ "bowl.js": constrained });
    await shac("run", "bowl.js");
    expect((await shac("show", "bowl")).code).toBe(0);
    const byName = await shac("predict", "bowl");
    expect(byName.code).toBe(2);
    expect(byName.stderr).toMatch(/^error: .*constraints.* predict STUDY_FILE\n$/);
    const points = JSON.parse((await shac("predict", "bowl.js", "--samples", "20", "--json")).stdout);
    for (const { x } of points) expect(x).toBeGreaterThan(0);
  });
});

describe.concurrent("shac export", () => {
  it("gives all trials in order as JSON", async () => {
    const { shac, read } = saved;
    const { stdout } = await shac("export", "study", "--format", "json");
    const trials = JSON.parse(stdout);
    expect(trials.map(({ number }: { number: number }) => number)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    for (const { params, state, value, reason, batch, number } of trials) {
      expect(batch).toBe(Math.floor(number / 10));
      expect([state, value, reason]).toEqual(
        params.x > 0.5 ? ["failed", null, "error"] : ["complete", -params.x, null],
      );
    }
    expect((await shac("export", "study", "--json")).stdout).toBe(stdout);
    const toFile = await shac("export", "study", "-o", "out.json");
    expect(toFile).toEqual({ code: 0, stdout: "", stderr: "Wrote 20 trials to out.json\n" });
    expect(read("out.json")).toBe(stdout);
    expect(JSON.parse((await shac("export", "study", "-o", "out.csv", "--json")).stdout)).toEqual({
      file: "out.csv",
      format: "csv",
      trials: 20,
    });
  });

  it("gives CSV by default", async () => {
    const { shac } = saved;
    const { stdout } = await shac("export", "bowl");
    const lines = stdout.split("\r\n");
    expect(lines[0]).toBe("number,batch,state,value,reason,attempt,elapsedMs,params.x,params.n,params.kind");
    expect(lines).toHaveLength(82);
    expect(stdout).toMatch(/,"""1"""\r\n/);
    expect(stdout).toMatch(/,null\r\n/);
    expect(stdout).toMatch(/,plain\r\n/);
  });

  it("says what it cannot write, or what contradicts itself", async () => {
    const { shac } = saved;
    const unwritable = await shac("export", "bowl", "-o", "no/such/folder.csv");
    expect(unwritable.code).toBe(1);
    expect(unwritable.stderr).toMatch(/^error: Cannot write "no\/such\/folder\.csv": .*\n$/);
    const both = await shac("export", "bowl", "--format", "csv", "--json");
    expect([both.code, JSON.parse(both.stdout)]).toEqual([
      2,
      { error: { code: "usage", message: expect.any(String) } },
    ]);
  });
});
