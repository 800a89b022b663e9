import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  categorical,
  type FailureReason,
  float,
  int,
  type Objective,
  type Outcome,
  type ParamsOf,
  randomSampler,
  Study,
  searchSpace,
  vector,
} from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { afterAll, describe, expect, it } from "vitest";

const directory = mkdtempSync(join(tmpdir(), "shac-objectives-"));
afterAll(() => rmSync(directory, { recursive: true }));

const space = searchSpace({ x: float(0, 1), list: vector(int(0, 9), 3), kind: categorical(["a", null]) });
const definition = { space, totalBudget: 6, numBatches: 2, seed: 3, sampler: randomSampler() };
let studies = 0;

/** Trials 1 and 4 of six are the hostile ones; returns what the study kept of the first, read back from the disk. */
async function attack(hostile: Objective<typeof space>) {
  const storage = journalStorage(directory);
  const name = `hostile-${studies++}`;
  const study = await Study.open({ ...definition, name }, { storage });
  const { stop } = await study.fit((params, context) =>
    context.trial % 3 === 1 ? hostile(params, context) : params.x,
  );
  expect(stop).toBe("budget-spent");
  await study.close();
  const { trials } = await Study.restore(storage, name, { space });
  expect(trials).toEqual(study.trials);
  expect(
    trials.filter(({ number }) => number % 3 !== 1).map(({ state, params, value }) => [state, value === params.x]),
  ).toEqual(Array(4).fill(["complete", true]));
  const [, one, , , four] = trials;
  expect(four?.state).toBe(one?.state);
  return one;
}

function fail(): never {
  throw new Error("trapped");
}

/** An object whose member `name` cannot be read. */
function booby<T extends object>(target: T, name: string): T {
  return Object.defineProperty(target, name, {
    enumerable: true,
    get: fail,
  });
}

const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();

function chain(length: number): Error {
  return Array.from({ length }).reduce<Error>((cause, _, i) => new Error(`link ${i}`, { cause }), new Error("root"));
}

class Unprintable {
  toString = fail;
}

const deep = (levels: number): object => {
  let value = {};
  for (let i = 0; i < levels; i++) value = { value };
  return value;
};

describe("a trial fails, and nothing else, when the objective throws", () => {
  it.each<[string, unknown]>([
    ["an error whose message cannot be read", booby(new Error("x"), "message")],
    ["an error whose cause cannot be read", booby(new Error("x"), "cause")],
    ["an error whose stack cannot be read", booby(new Error("x"), "stack")],
    ["an error whose name cannot be read", booby(new Error("x"), "name")],
    ["an error whose code cannot be read", booby(new Error("x"), "code")],
    ["an error whose message is no text", Object.assign(new Error("x"), { message: { deep: true } })],
    ["a chain of a thousand causes", chain(1000)],
    ["an object without a prototype", Object.create(null)],
    ["an object that cannot be printed", new Unprintable()],
    ["a function that cannot be printed", Object.assign(() => {}, { toString: fail })],
    ["a revoked proxy", revoked],
    ["a symbol", Symbol("x")],
    ["undefined", undefined],
    ["a bigint in an object", { size: 2n }],
    ["an object nested ten thousand levels deep", deep(10_000)],
    ["a lone surrogate", new Error("\ud800 \u0000 \u2028")],
  ])("%s", async (_what, thrown) => {
    const trial = await attack(() => {
      throw thrown;
    });
    expect(trial).toMatchObject({ state: "failed", reason: "error", error: { message: expect.any(String) } });
    expect(trial?.error?.message.length).toBeLessThan(20_000);
  });

  it.each(process.env.SOAK === undefined ? [1e6] : [1e6, 2 ** 28])(
    "an error with a message of %d characters, of which it keeps the beginning",
    async (length) => {
      const trial = await attack(() => {
        throw new Error("far too much".padEnd(length, "."), { cause: "y".repeat(length) });
      });
      expect(trial?.error?.message).toMatch(/^far too much\.+ \(\d+ more characters\)$/);
      expect(JSON.stringify(trial?.error).length).toBeLessThan(100_000);
    },
  );
});

describe("a trial fails, and nothing else, when the objective returns", () => {
  const give =
    (value: unknown): Objective<typeof space> =>
    () =>
      value as Outcome;
  // biome-ignore lint/suspicious/noThenProperty: an objective may return one.
  const thenable = (then: (resolve: (value: unknown) => void) => void) => give(Object.fromEntries([["then", then]]));

  it.each<[string, Objective<typeof space>, FailureReason]>([
    ["a value that cannot be read", give(booby({}, "value")), "invalid-value"],
    ["metrics that cannot be read", give(booby({ value: 1 }, "metrics")), "invalid-value"],
    ["a metric that cannot be read", give({ value: 1, metrics: booby({}, "latency") }), "invalid-value"],
    [
      "attributes with a member that cannot be read",
      give({ value: 1, attributes: { own: booby({ a: 1 }, "b") } }),
      "invalid-value",
    ],
    [
      "attributes that hold themselves",
      give({ value: 1, attributes: ((a: { a?: object }) => Object.assign(a, { a }))({}) }),
      "invalid-value",
    ],
    ["a revoked proxy", give(revoked), "error"],
    ["an object without a prototype", give(Object.create(null)), "invalid-value"],
    ["a boxed number", give(new Number(3)), "invalid-value"],
    ["a symbol", give(Symbol("x")), "invalid-value"],
    ["a thenable that throws", thenable(() => fail()), "error"],
    ["a thenable that gives a text", thenable((resolve) => resolve("1")), "invalid-value"],
  ])("%s", async (_what, objective, reason) => {
    expect(await attack(objective)).toMatchObject({ state: "failed", reason, error: { message: expect.any(String) } });
  });

  it.each([496, 497, 498, 499, 500, 501, 5000, 6500, 100_000])(
    "attributes nested %d levels deep, if they cannot be kept",
    async (levels) => {
      const trial = await attack(give({ value: 1, attributes: deep(levels) }));
      expect(trial).toMatchObject(levels < 497 ? { state: "complete" } : { state: "failed", reason: "invalid-value" });
    },
  );
});

describe("a study is not disturbed by an objective", () => {
  it("that changes its params", async () => {
    const untouched = await attack(() => 1);
    const trial = await attack((params) => {
      params.x = 7;
      params.list.push(1 as never);
      Object.assign(params, { kind: "b", more: true });
      return 1;
    });
    expect(trial).toEqual({ ...untouched, elapsedMs: trial?.elapsedMs });
  });

  it("that changes what it returned, later", async () => {
    const trial = await attack(() => {
      const outcome = { value: 2, metrics: { size: 1 }, attributes: { tags: ["a"] } };
      setImmediate(() => {
        outcome.value = Number.NaN;
        outcome.metrics.size = Number.NaN;
        outcome.attributes.tags.push("b");
      });
      return outcome;
    });
    expect(trial).toMatchObject({ value: 2, metrics: { size: 1 }, attributes: { tags: ["a"] } });
  });
});

type Params = ParamsOf<typeof space>;

describe("an objective that goes on after it has returned", () => {
  it("reports and logs to nobody", async () => {
    const storage = journalStorage(directory);
    const study = await Study.open({ ...definition, name: "afterwards" }, { storage });
    let late = 0;
    study.on("trial-reported", () => late++);
    study.on("trial-log", () => late++);
    const contexts: { report(step: number, value: number): void; log(message: string): void }[] = [];
    await study.fit((params: Params, context) => {
      for (const { report, log } of contexts) {
        report(contexts.length, 1);
        log("still here");
      }
      contexts.push(context);
      return params.x;
    });
    for (const { report, log } of contexts) {
      report(100, 1);
      log("still here");
    }
    await study.close();
    for (const { report } of contexts) report(101, 1);
    expect(contexts).toHaveLength(6);
    expect(late).toBe(0);
    const { trials } = await Study.restore(storage, "afterwards", { space });
    expect(trials).toEqual(study.trials);
  });
});
