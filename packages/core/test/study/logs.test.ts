import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BackendError, type EvaluatorBackend, inlineBackend, Study } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bowl, climbingSampler, type Params, space } from "./studies.js";

const definition = { name: "talks", space, totalBudget: 8, numBatches: 2, seed: 1, sampler: climbingSampler() };

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "shac-logs-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const readLog = (trial: number, attempt = 1) => journalStorage(root).logs("talks").read(trial, attempt);

describe("what trials print", () => {
  it("is kept in order and whole by the time that the trial is finished", async () => {
    await using study = await Study.open(definition, { storage: journalStorage(root) });
    const read: Promise<string>[] = [];
    study.on("trial-finished", ({ trial }) => read.push(readLog(trial.number)));
    await study.fit(async (params, { trial, log }) => {
      if (trial === 5) return bowl(params);
      for (let i = 0; i < 200; i++) {
        log(`line ${i} of ${trial}`);
        if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      if (trial === 6) throw new Error("no luck");
      return bowl(params);
    });
    const texts = await Promise.all(read);
    const whole = (trial: number) => Array.from({ length: 200 }, (_, i) => `line ${i} of ${trial}\n`).join("");
    expect(texts).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((trial) => (trial === 5 ? "" : whole(trial))));
  });

  it("can be read while the trial runs", async () => {
    await using study = await Study.open(definition, { storage: journalStorage(root) });
    let seen = "";
    await study.fit(async (params, { trial, log }) => {
      log("halfway");
      while (trial === 2 && seen === "") seen = await readLog(2);
      return bowl(params);
    });
    expect(seen).toBe("halfway\n");
  });

  it("is kept of each attempt, and of the latest run of one that was interrupted", async () => {
    const storage = journalStorage(root);
    const backend = (study: Study<Params>, run: string): EvaluatorBackend => {
      const inner = inlineBackend((params: Params, { trial, log }) => {
        log(`${run} run of ${trial}`);
        if (run === "first" && trial === 3) study.stop();
        return bowl(params);
      });
      const evaluate: EvaluatorBackend["evaluate"] = async (request, channel) => {
        if (request.trial !== 1 || request.attempt > 1) return inner.evaluate(request, channel);
        channel.onStart({ workerId: 0 });
        channel.onLog("last words");
        throw new BackendError("killed", { retryable: true });
      };
      return { ...inner, evaluate };
    };
    for (const run of ["first", "second"]) {
      await using study = await Study.open(definition, { storage });
      await study.fit(backend(study, run));
    }
    expect(await readLog(1)).toBe("last words\n");
    expect(await readLog(1, 2)).toBe("first run of 1\n");
    expect(await readLog(3)).toBe("second run of 3\n");
    expect(await readLog(9)).toBe("");
  });

  it("ends at some 2 MiB of an attempt, and says so", async () => {
    await using study = await Study.open(definition, { storage: journalStorage(root) });
    await study.fit((params, { trial, log }) => {
      for (let i = 0; trial === 0 && i < 40; i++) log("x".repeat(100_000));
      return bowl(params);
    });
    const text = await readLog(0);
    expect(text.length).toBeLessThan(2.1 * 2 ** 20);
    expect(text).toMatch(/^x{100000}\n.*\n\(The rest is not kept\.\)\n$/s);
  });

  it("harms nothing where it cannot be kept", async () => {
    await using study = await Study.open(definition, { storage: journalStorage(root) });
    writeFileSync(join(root, "talks", "logs"), "a file in the way");
    const notices: string[] = [];
    study.on("notice", ({ message }) => notices.push(message));
    const { stop } = await study.fit((params, { log }) => {
      log("in vain");
      return bowl(params);
    });
    expect(stop).toBe("budget-spent");
    expect(notices).toEqual([
      expect.stringMatching(/^Cannot write ".*talks\/logs\/0\.1\.log": a file of that name is in the way/),
    ]);
    expect(readdirSync(join(root, "talks"))).toContain("logs");
  });
});
