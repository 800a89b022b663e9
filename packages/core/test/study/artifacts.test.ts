import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ObjectiveContext, Study } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { climbingSampler, type Params, space } from "./studies.js";

const definition = { name: "models", space, totalBudget: 8, numBatches: 2, seed: 1, sampler: climbingSampler() };
const values = [5, 3, 4, Number.NaN, 6, 2, 2, 7];

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "shac-artifacts-"));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes a model for every trial but the last, which does not ask for its directory. */
const train = (_params: Params, context: ObjectiveContext) => {
  if (context.trial !== 7) writeFileSync(join(context.directory as string, "model.txt"), `model of ${context.trial}`);
  return values[context.trial] as number;
};

const folders = () => readdirSync(join(root, "models", "trials")).sort();
const model = (trial: number) => readFileSync(join(root, "models", "trials", String(trial), "model.txt"), "utf8");

describe("the folders of trials", () => {
  it("are made on first use and all kept by default", async () => {
    await using study = await Study.open(definition, { storage: journalStorage(root) });
    await study.fit(train);
    expect(folders()).toEqual(["0", "1", "2", "3", "4", "5", "6"]);
    expect(model(3)).toBe("model of 3");
  });

  it("are removed but for the best trial's when asked", async () => {
    await using study = await Study.open(definition, { storage: journalStorage(root), keepArtifacts: "best" });
    const seen: string[][] = [];
    study.on("trial-started", () => existsSync(join(root, "models", "trials")) && seen.push(folders()));
    await study.fit(train);
    expect(study.best?.number).toBe(5);
    expect(folders()).toEqual(["5"]);
    expect(model(5)).toBe("model of 5");
    // The best so far is there at every moment, and never more than it.
    expect(seen).toEqual([["0"], ["1"], ["1"], ["1"], ["1"], ["5"], ["5"]]);
  });

  it("are cleared of what a killed process left behind", async () => {
    const storage = journalStorage(root);
    const first = await Study.open(definition, { storage });
    await first.fit(train, { targetValue: 3 });
    await first.close();
    expect(folders()).toEqual(["0", "1"]);
    await using study = await Study.open(definition, { storage, keepArtifacts: "best" });
    await study.fit(train, { targetValue: 3 });
    expect(folders()).toEqual(["1"]);
  });

  it("keep the folder of a trial that is evaluated again", async () => {
    const storage = journalStorage(root);
    const first = await Study.open(definition, { storage, keepArtifacts: "best" });
    const controller = new AbortController();
    const interrupted = first.fit(
      (params, context) => {
        const value = train(params, context);
        if (context.trial === 1) controller.abort("stop");
        return value;
      },
      { signal: controller.signal },
    );
    await expect(interrupted).rejects.toBe("stop");
    await first.close();
    expect(folders()).toEqual(["0", "1"]);
    await using study = await Study.open(definition, { storage, keepArtifacts: "best" });
    let found = "";
    await study.fit((params, context) => {
      if (context.trial === 1) found = model(1);
      return train(params, context);
    });
    expect(found).toBe("model of 1");
    expect(folders()).toEqual(["5"]);
  });

  it("move with the study when its folder is renamed", async () => {
    const storage = journalStorage(root);
    await (await Study.open(definition, { storage })).close();
    renameSync(join(root, "models"), join(root, "renamed"));
    const study = await Study.restore(storage, "renamed", { space });
    expect(study.name).toBe("renamed");
    await study.close();
    await using moved = await Study.open({ ...definition, name: "renamed" }, { storage });
    await moved.fit(train);
    expect(readdirSync(root)).toEqual(["renamed"]);
    expect(readdirSync(join(root, "renamed", "trials"))).toContain("6");
  });
});
