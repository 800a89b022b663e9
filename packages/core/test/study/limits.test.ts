import {
  type EvaluatorBackend,
  inlineBackend,
  memoryStorage,
  randomSampler,
  Study,
  StudyLockedError,
} from "@shac/core";
import { essence } from "@shac/core/testing";
import { describe, expect, it } from "vitest";
import { shufflingBackend } from "./shuffling-backend.js";
import { bowl, climbingSampler, type Params, space } from "./studies.js";

const definition = { name: "limited", space, totalBudget: 20, numBatches: 4, seed: 3, sampler: randomSampler() };

async function undisturbed() {
  const study = new Study(definition);
  await study.fit(bowl);
  return essence(study.trials);
}

describe("an abort", () => {
  it("rejects with its own reason, leaves running trials without outcome, and the study goes on from there", async () => {
    const storage = memoryStorage();
    const study = await Study.open(definition, { storage });
    const stops: string[] = [];
    study.on("study-finished", ({ stop }) => stops.push(stop));
    const controller = new AbortController();
    const reason = new Error("enough");
    const seen: unknown[] = [];
    const backend = inlineBackend<Params>(
      (params, { trial, signal }) => {
        if (trial < 7) return bowl(params);
        if (trial === 8) queueMicrotask(() => controller.abort(reason));
        return new Promise((resolve) =>
          signal.addEventListener("abort", () => {
            seen.push(signal.reason);
            resolve(0);
          }),
        );
      },
      { concurrency: 2 },
    );
    await expect(study.fit(backend, { signal: controller.signal })).rejects.toBe(reason);
    expect(seen).toEqual([reason, reason]);
    expect(stops).toEqual(["interrupted"]);
    expect(study.history.stop).toBe("interrupted");
    expect(study.trials.map(({ state }) => state)).toEqual([
      ...Array(7).fill("complete"),
      "waiting",
      "waiting",
      "waiting",
    ]);
    await study.fit(bowl);
    expect(essence(study.trials)).toEqual(await undisturbed());
    expect(study.trials.every(({ attempt }) => attempt === 1)).toBe(true);
  });

  it("does not wait for a backend that never opens", async () => {
    const controller = new AbortController();
    let refuse: (error: Error) => void;
    const backend: EvaluatorBackend = {
      ...inlineBackend<Params>(bowl),
      open: () =>
        new Promise((_resolve, reject) => {
          refuse = reject;
          controller.abort("stop");
        }),
      close: async () => refuse(new Error("closed")),
    };
    await expect(new Study(definition).fit(backend, { signal: controller.signal })).rejects.toBe("stop");
  });

  it.each(["gives a value at once", "waits for its signal"])(
    "by an objective that %s ends it without outcome",
    async (how) => {
      const study = new Study(definition);
      const controller = new AbortController();
      const fitted = study.fit(
        (params, { trial, signal }) => {
          if (trial < 2) return bowl(params);
          controller.abort("stop");
          if (how === "gives a value at once") return bowl(params);
          return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
        },
        { signal: controller.signal },
      );
      await expect(fitted).rejects.toBe("stop");
      expect(study.trials.map(({ state }) => state)).toEqual(["complete", "complete", "waiting", "waiting", "waiting"]);
    },
  );

  it("that came before changes nothing and opens nothing", async () => {
    const study = new Study(definition);
    let events = 0;
    study.on("study-started", () => events++);
    await expect(study.fit(bowl, { signal: AbortSignal.abort("no") })).rejects.toBe("no");
    expect([events, study.trials.length]).toEqual([0, 0]);
  });

  it("is heard by a sampler that is at work", async () => {
    const controller = new AbortController();
    const slow = {
      ...climbingSampler(),
      propose: ({ signal }: { signal: AbortSignal }) =>
        new Promise<never>((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
          queueMicrotask(() => controller.abort("stop"));
        }),
    };
    await expect(new Study({ ...definition, sampler: slow }).fit(bowl, { signal: controller.signal })).rejects.toBe(
      "stop",
    );
  });

  it("leaves no listener on the caller's signal", async () => {
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const counting = new Proxy(signal, {
      get(target, key) {
        if (key === "addEventListener") listeners++;
        if (key === "removeEventListener") listeners--;
        const value: unknown = Reflect.get(target, key);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    await new Study(definition).fit(bowl, { signal: counting });
    expect(listeners).toBe(0);
  });
});

describe("limits of a fit", () => {
  it("stop at a target value, to be gone on with later", async () => {
    const study = new Study(definition);
    const history = await study.fit(bowl, { targetValue: 1.5 });
    expect(history.stop).toBe("target-reached");
    const reached = study.trials.filter(({ state }) => state === "complete");
    expect(reached.findIndex(({ value }) => (value as number) <= 1.5)).toBe(reached.length - 1);
    expect((await study.fit(bowl, { targetValue: 1.5 })).stop).toBe("target-reached");
    expect(study.trials.filter(({ state }) => state === "complete")).toEqual(reached);
    await study.fit(bowl);
    expect(essence(study.trials)).toEqual(await undisturbed());
  });

  it("take the target from the other side when a study maximises", async () => {
    const study = new Study({ ...definition, direction: "maximize" });
    await study.fit(bowl, { targetValue: 4 });
    expect(study.best?.value).toBeGreaterThanOrEqual(4);
    expect(study.trials.filter(({ value }) => (value ?? 0) >= 4)).toHaveLength(1);
  });

  it("stop when the time is over, also with a synchronous objective that never waits", async () => {
    const study = new Study({ ...definition, totalBudget: 1_000_000, numBatches: 100_000 });
    const done = () => study.trials.filter(({ state }) => state === "complete").length;
    // A busy machine may give it no turn in that time.
    for (let maxTimeMs = 30; done() === 0; maxTimeMs *= 2) {
      expect((await study.fit(bowl, { maxTimeMs })).stop).toBe("time-limit");
    }
    expect(done()).toBeLessThan(1_000_000);
  });

  it.each([
    [{ timeoutMs: 0 }, "timeoutMs is 0"],
    [{ timeoutMs: Number.NaN }, "timeoutMs is NaN"],
    [{ maxTimeMs: 2 ** 31 }, "maxTimeMs is 2147483648"],
    [{ retries: -1 }, "retries is -1"],
    [{ retries: 1.5 }, "retries is 1.5"],
    [{ maxFailures: Number.NaN }, "maxFailures is NaN"],
    [{ targetValue: Number.NaN }, "targetValue is NaN"],
  ])("are refused when they cannot be: %o", async (options, said) => {
    const study = new Study(definition);
    await expect(study.fit(bowl, options)).rejects.toThrow(said);
    expect(study.trials).toHaveLength(0);
  });
});

describe("a fit", () => {
  it("evaluates nothing and opens no backend when the budget is spent", async () => {
    const study = new Study(definition);
    await study.fit(bowl);
    let opened = 0;
    const backend = { ...inlineBackend(bowl), open: async () => void opened++ };
    expect((await study.fit(backend)).stop).toBe("budget-spent");
    expect(opened).toBe(0);
  });

  it("uses the slots that its backend has at the time", async () => {
    let setSlots: (slots: number) => void = () => {};
    let running = 0;
    let most = 0;
    const inner = shufflingBackend(({ params }) => bowl(params as unknown as Params), { capacity: 5, seed: 1 });
    const study = new Study(definition);
    const capacities: number[] = [];
    study.on("capacity-changed", ({ slots }) => capacities.push(slots));
    study.on("trial-finished", ({ trial }) => {
      if (trial.batch === 0) setSlots(3);
    });
    await study.fit({
      ...inner,
      open: async (_identity, capacity) => {
        setSlots = capacity;
        capacity(0);
        setImmediate(() => capacity(1));
      },
      evaluate: async (request, channel) => {
        most = Math.max(most, ++running);
        return inner.evaluate(request, channel).finally(() => running--);
      },
    });
    expect(most).toBe(3);
    // No slots at the beginning are no news.
    expect(capacities).toEqual([1, 3]);
    expect(essence(study.trials)).toEqual(await undisturbed());
  });

  it("refuses to run twice at once, without a target, and with what is none", async () => {
    const study = new Study(definition);
    const first = study.fit(bowl);
    await expect(study.fit(bowl)).rejects.toThrow(/being fitted already/);
    await first;
    await expect(study.fit()).rejects.toThrow(/nothing to evaluate/);
    // @ts-expect-error a text is neither an objective nor a backend
    await expect(study.fit("train.ts")).rejects.toThrow(/given train.ts/);
    await expect(study.fit({ ...inlineBackend(bowl), apiVersion: 2 as 1 })).rejects.toThrow(/version 1/);
  });

  it("takes the definition's objective when it is given none", async () => {
    const study = new Study({ ...definition, objective: bowl });
    await study.fit();
    expect(essence(study.trials)).toEqual(await undisturbed());
  });

  it("is stopped by close, which gives the lock back", async () => {
    const storage = memoryStorage();
    const study = await Study.open(definition, { storage });
    await expect(Study.open(definition, { storage })).rejects.toBeInstanceOf(StudyLockedError);
    const fitted = study.fit((_params, { signal }) => {
      queueMicrotask(() => study.close());
      return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    });
    await expect(fitted).rejects.toThrow(/"limited" is closed/);
    await study.close();
    await expect(study.fit(bowl)).rejects.toThrow(/"limited" is closed/);
    await using next = await Study.open(definition, { storage });
    await next.fit(bowl);
    expect(essence(next.trials)).toEqual(await undisturbed());
  });

  it("yields to timers while a synchronous objective runs", async () => {
    const study = new Study({ ...definition, totalBudget: 60, numBatches: 1 });
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await study.fit((params) => {
      const end = performance.now() + 2;
      while (performance.now() < end);
      return bowl(params);
    });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
  });
});
