import {
  BackendError,
  EvaluationError,
  type EvaluatorBackend,
  type FailureReason,
  inlineBackend,
  memoryStorage,
  type Objective,
  Study,
  TooManyFailuresError,
} from "@shac/core";
import { describe, expect, it, vi } from "vitest";
import { bowl, climbingSampler, space } from "./studies.js";

const small = { space, totalBudget: 4, numBatches: 1, seed: 1, sampler: climbingSampler() };

/** The second trial fails as `objective` says; the others do not. */
async function failOnce(objective: Objective<typeof space>, timeoutMs?: number) {
  const study = new Study(small);
  await study.fit((params, context) => (context.trial === 1 ? objective(params, context) : bowl(params)), {
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  expect(study.trials.map(({ state }) => state)).toEqual(["complete", "failed", "complete", "complete"]);
  const [, trial] = study.trials;
  if (trial === undefined) throw new Error("there are four trials");
  return trial;
}

/** A backend whose second trial is refused with `error`. */
function refusing(error: unknown): EvaluatorBackend {
  const inner = inlineBackend(bowl);
  return {
    ...inner,
    evaluate: async (request, channel) => {
      if (request.trial === 1) throw error;
      return inner.evaluate(request, channel);
    },
  };
}

describe("a failed trial", () => {
  it("keeps class, message, code, stack and cause of what the objective threw", async () => {
    class OutOfTune extends Error {
      override name = "OutOfTune";
      code = "E_TUNE";
    }
    const trial = await failOnce(() => {
      throw new OutOfTune("flat", { cause: new RangeError("too low", { cause: "the string" }) });
    });
    expect(trial).toMatchObject({
      reason: "error",
      error: {
        name: "OutOfTune",
        message: "flat",
        code: "E_TUNE",
        stack: expect.stringContaining("failures.test.ts"),
        cause: { name: "RangeError", message: "too low", cause: { name: "string", message: "the string" } },
      },
    });
    expect(trial.value).toBeUndefined();
  });

  it("keeps whatever else was thrown", async () => {
    const thrown = async (value: unknown) => {
      const { error } = await failOnce(async () => {
        throw value;
      });
      return error;
    };
    expect(await thrown("text")).toEqual({ name: "string", message: "text" });
    expect(await thrown(null)).toEqual({ name: "null", message: "null" });
    expect(await thrown({ status: 503 })).toEqual({ name: "object", message: '{"status":503}' });
    const circle = new Error("round");
    circle.cause = circle;
    expect((await thrown(circle))?.cause?.cause?.message).toBe("round");
  });

  it.each<[unknown, string]>([
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    ["0.5", '"0.5"'],
    [undefined, "undefined"],
    [null, "null"],
    [12n, "12"],
    [{ loss: 1 }, "without a value"],
    [{ value: "high" }, '"high"'],
    [{ value: 1, metrics: { latency: Number.NaN } }, 'Metric "latency" is NaN'],
    [{ value: 1, metrics: 3 }, "metrics is 3"],
    [{ value: 1, attributes: { when: new Date(0) } }, "Date"],
    [{ value: 1, attributes: [] }, "attributes is a list"],
  ])("has the reason invalid-value after the outcome %o", async (outcome, said) => {
    const trial = await failOnce(() => outcome as number);
    expect(trial.reason).toBe("invalid-value");
    expect(trial.error?.message).toContain(said);
    expect(trial.error?.stack).toBeUndefined();
  });

  it("has the reason timeout when its time is over, counted from its start", async () => {
    const ended = vi.fn();
    const trial = await failOnce(
      (_params, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            ended(signal.reason);
            reject(signal.reason);
          });
        }),
      20,
    );
    expect(trial).toMatchObject({ reason: "timeout", error: { message: expect.stringContaining("20 ms") } });
    // Timers of Node.js count whole milliseconds of a clock of their own.
    expect(trial.elapsedMs).toBeGreaterThanOrEqual(15);
    expect(ended.mock.calls[0]?.[0]).toBeInstanceOf(EvaluationError);
  });

  it("has the reason timeout also when the objective blocked its own deadline, or gave a value all the same", async () => {
    const late = await failOnce(() => {
      const end = performance.now() + 30;
      while (performance.now() < end);
      return 1;
    }, 10);
    expect(late.reason).toBe("timeout");
    const stubborn = await failOnce((_params, { signal }) => {
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve(1)));
    }, 10);
    expect(stubborn.reason).toBe("timeout");
  });

  it("does not hang the study when its objective never settles", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const study = new Study(small);
      const notices: string[] = [];
      const workers: number[] = [];
      study.on("notice", ({ message }) => notices.push(message));
      study.on("trial-started", ({ workerId }) => workers.push(workerId));
      const fitted = study.fit(({ n }, { trial }) => (trial === 1 ? new Promise<number>(() => {}) : n), {
        timeoutMs: 1000,
      });
      await vi.advanceTimersByTimeAsync(10_000);
      await fitted;
      expect(study.trials.map(({ reason }) => reason)).toEqual([undefined, "timeout", undefined, undefined]);
      expect(notices).toEqual([expect.stringMatching(/Trial 1 has not ended 4 s after/)]);
      // Its worker is still held: the others get another one.
      expect(workers).toEqual([0, 0, 1, 1]);
    } finally {
      vi.useRealTimers();
    }
  });

  it.each<[FailureReason, unknown]>([
    ["memory-limit", new EvaluationError("memory-limit", "300 MB")],
    ["worker-lost", new BackendError("killed by SIGKILL", { retryable: true })],
  ])("has the reason %s of its backend", async (reason, error) => {
    const study = new Study(small);
    await study.fit(refusing(error));
    expect(study.trials[1]).toMatchObject({ state: "failed", reason, error: { message: (error as Error).message } });
  });

  it("is tried again only after a lost worker, as often as asked", async () => {
    for (const retries of [0, 1, 2]) {
      const study = new Study(small);
      const lost: number[] = [];
      study.on("trial-lost", ({ trial }) => lost.push(trial.attempt));
      await study.fit(refusing(new BackendError("gone", { retryable: true })), { retries });
      expect(lost).toEqual([2, 3].slice(0, retries));
      expect(study.trials[1]?.attempt).toBe(retries + 1);
    }
  });
});

it("an evaluation that its worker hands back is made again as the same attempt, whatever the retries", async () => {
  const storage = memoryStorage();
  const study = await Study.open({ ...small, name: "small", objective: bowl }, { storage });
  const told: string[] = [];
  study.on("trial-lost", ({ trial, message }) =>
    told.push(`${trial.number} ${trial.attempt} ${trial.state}: ${message}`),
  );
  const attempts: number[] = [];
  const local = inlineBackend(bowl);
  const backend: EvaluatorBackend = {
    ...local,
    async evaluate(request, channel) {
      if (request.trial !== 1) return local.evaluate(request, channel);
      attempts.push(request.attempt);
      if (attempts.length > 3) return local.evaluate(request, channel);
      channel.onStart({ workerId: 0 });
      throw new BackendError("The worker was stopped.", { handedBack: true });
    },
  };
  await study.fit(backend, { retries: 0 });
  expect(attempts).toEqual([1, 1, 1, 1]);
  expect(told).toEqual(Array(3).fill("1 1 waiting: The worker was stopped."));
  expect(study.trials[1]).toMatchObject({ state: "complete", attempt: 1 });
  const quiet = new Study(small);
  await quiet.fit(bowl);
  expect(study.trials.map(({ value }) => value)).toEqual(quiet.trials.map(({ value }) => value));
  for await (const { type } of storage.read(study.name)) expect(type).not.toBe("lost");
});

describe("the failure limit", () => {
  it("stops at once, with the last cause, when the first batch fails whole", async () => {
    const study = new Study({ ...small, totalBudget: 12, numBatches: 3 });
    let calls = 0;
    const failing = study.fit(() => {
      throw new Error(`broken ${++calls}`);
    });
    await expect(failing).rejects.toThrow(/All 4 trials of batch 1 failed.*broken 4.*mend the objective/);
    const error: TooManyFailuresError = await failing.catch((reason) => reason);
    expect(error).toBeInstanceOf(TooManyFailuresError);
    expect(error.failures).toBe(4);
    expect((error.cause as Error).cause).toEqual(new Error("broken 4"));
    expect(calls).toBe(4);
    expect(study.history.stop).toBe("failed");
    // What was done is kept, and a mended objective goes on from there.
    await study.fit(bowl);
    expect(study.trials.map(({ state }) => state)).toEqual([...Array(4).fill("failed"), ...Array(8).fill("complete")]);
  });

  it("lets a later batch fail whole", async () => {
    const study = new Study({ ...small, totalBudget: 12, numBatches: 3 });
    const history = await study.fit((params, { trial }) => (trial < 4 ? bowl(params) : Number.NaN));
    expect(history.stop).toBe("budget-spent");
    expect(history.batches.map(({ failed }) => failed)).toEqual([0, 4, 4]);
  });

  it("stops after more failures than asked for, in the midst of a batch", async () => {
    const study = new Study({ ...small, totalBudget: 20, numBatches: 2 });
    const failing = study.fit((_params, { trial }) => (trial % 2 ? Number.NaN : 1), { maxFailures: 2 });
    await expect(failing).rejects.toThrow(
      /3 trials failed, more than the limit of 2; trial 5 failed with invalid-value/,
    );
    expect(study.trials.filter(({ state }) => state === "failed")).toHaveLength(3);
    expect(study.trials.filter(({ state }) => state === "waiting")).toHaveLength(4);
  });

  it("can be lifted", async () => {
    const study = new Study(small);
    await study.fit(() => Number.NaN, { maxFailures: Number.POSITIVE_INFINITY });
    expect(study.history.batches[0]?.failed).toBe(4);
    expect(study.best).toBeUndefined();
  });
});

describe("a backend at fault", () => {
  it("ends the search with its own error", async () => {
    const study = new Study(small);
    const error = new BackendError("no such queue");
    await expect(study.fit(refusing(error))).rejects.toBe(error);
    expect(study.trials.map(({ state }) => state)).toEqual(["complete", "waiting", "waiting", "waiting"]);
  });

  it("is named when it rejects with what is no error of a backend", async () => {
    await expect(new Study(small).fit(refusing(new TypeError("oops")))).rejects.toThrow(/rejected trial 1.*oops/);
  });

  it("is not trusted with a value that is not finite", async () => {
    const inner = inlineBackend(bowl);
    const study = new Study(small);
    await study.fit(
      {
        ...inner,
        evaluate: async (request, channel) => ({ ...(await inner.evaluate(request, channel)), value: Number.NaN }),
      },
      { maxFailures: 4 },
    );
    expect(study.trials[0]).toMatchObject({
      reason: "invalid-value",
      error: { message: expect.stringContaining("NaN") },
    });
  });
});
