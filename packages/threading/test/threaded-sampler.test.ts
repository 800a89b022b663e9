import { execFile } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Worker } from "node:worker_threads";
import {
  boolean,
  categorical,
  customParameter,
  float,
  InvalidOptionError,
  int,
  normal,
  randomSampler,
  type Sampler,
  type SearchSpace,
  Study,
  type StudyOptions,
  searchSpace,
  shacGpSampler,
  shacSampler,
  vector,
} from "@shac/core";
import { essence, samplerCases } from "@shac/core/testing";
import { type GeneratorOptions, type ThreadedSampler, threadedSampler } from "@shac/threading";
import fc from "fast-check";
import { afterAll, afterEach, describe, expect, it } from "vitest";

const booster = { rounds: 15, maxDepth: 3 };
const samplers: Readonly<Record<string, () => Sampler>> = {
  shac: () => shacSampler({ booster, relaxChecks: 1 }),
  "shac-gp": () => shacGpSampler(),
  random: () => randomSampler(),
};

const opened: ThreadedSampler[] = [];
const threaded = (sampler: Sampler, options?: GeneratorOptions): ThreadedSampler => {
  const made = threadedSampler(sampler, options);
  opened.push(made);
  return made;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((sampler) => sampler.close()));
});

// Each case starts dozens of threads.
const conforming = Object.entries(samplers).slice(0, process.env.SOAK ? undefined : 1);

describe.each(conforming)("%s on threads", (name, create) => {
  const gaps = name === "shac-gp" ? { R42: "its model proposes, and its cascade describes" } : {};
  for (const { id, title, skip, run } of samplerCases({ create: () => threaded(create()), gaps })) {
    it.skipIf(skip !== undefined)(`${id} ${title}${skip === undefined ? "" : ` (${skip})`}`, run);
  }
});

const spaces: readonly SearchSpace<unknown>[] = [
  searchSpace({ x: float(-1, 1), rate: float(1e-5, 1, { log: true }), depth: int(1, 7) }),
  searchSpace({ kind: categorical(["a", "b"]), shift: normal(0, 2), weights: vector(float(0, 1), 2) }).when(
    "kind",
    "b",
    {
      more: boolean(),
    },
  ),
  searchSpace({ x: float(0, 1), y: float(0, 1) }).where("below", ({ x, y }) => x + y < 1.2),
  searchSpace({
    width: customParameter({
      kind: "half",
      fromUnit: (u: number) => u / 2,
      toUnit: (value: number) => value * 2,
    })({}),
    n: int(1, 3),
  }),
];

/** A value of anything. */
function lossOf(params: unknown): number {
  let sum = 0;
  JSON.stringify(params, (_, part) => {
    if (typeof part === "number") sum += (part - 0.3) ** 2;
    if (part === "b" || part === true) sum += 0.5;
    return part;
  });
  return sum;
}

/** Everything that a search leads to. */
async function outcomeOf(definition: StudyOptions<SearchSpace<unknown>>, workers?: number): Promise<unknown> {
  const study = new Study(definition);
  await study.fit((params) => lossOf(params));
  const suggestions = await study.predict({ numSamples: 2300, ...(workers !== undefined && { workers }) });
  return { trials: essence(study.trials), stages: study.stages, stop: study.history.stop, suggestions };
}

describe("searches on threads", () => {
  const shared = Object.values(samplers).map((create) => ({ plain: create(), moved: threadedSampler(create()) }));
  afterAll(() => Promise.all(shared.map(({ moved }) => moved.close())));

  it("have the points, stages and predictions that they have without, to the bit", async () => {
    const definitions = fc.record({
      space: fc.constantFrom(...spaces),
      numBatches: fc.integer({ min: 3, max: 8 }),
      batchSize: fc.integer({ min: 1, max: 12 }),
      seed: fc.nat(),
      mode: fc.constantFrom("batch" as const, "async" as const),
    });
    await fc.assert(
      fc.asyncProperty(
        definitions,
        fc.constantFrom(...shared),
        fc.integer({ min: 1, max: 3 }),
        async ({ batchSize, ...own }, { plain, moved }, workers) => {
          const definition = { ...own, totalBudget: own.numBatches * batchSize };
          fc.pre(definition.totalBudget >= 20 + batchSize);
          const expected = await outcomeOf({ ...definition, sampler: plain });
          expect(await outcomeOf({ ...definition, sampler: moved }, workers)).toEqual(expected);
        },
      ),
      { numRuns: process.env.SOAK ? 100 : 12 },
    );
  });

  it("take requests of several studies at once", async () => {
    const moved = threaded(shacSampler({ booster }), { generators: 2 });
    const studies = [0, 1, 2, 3].map((seed) => {
      const definition = { space: spaces[0] as SearchSpace<unknown>, totalBudget: 60, numBatches: 4, seed };
      return [
        outcomeOf({ ...definition, sampler: shacSampler({ booster }) }),
        outcomeOf({ ...definition, sampler: moved }),
      ];
    });
    for (const [plain, own] of studies) expect(await own).toEqual(await plain);
  });
});

const space = searchSpace({ x: float(-1, 1), y: float(-1, 1) });
const definition = { space, totalBudget: 100, numBatches: 10, seed: 4 };

/** Calls `onThread` with every thread that is started while `body` runs. */
async function watchThreads(onThread: (thread: Worker) => void, body: () => Promise<void>): Promise<void> {
  process.on("worker", onThread);
  try {
    await body();
  } finally {
    process.off("worker", onThread);
  }
}

describe("threads of a sampler", () => {
  it.each([
    { options: { generators: 1 }, batches: 3, expected: 1, what: "as many as are asked for" },
    { options: { generators: 2 }, batches: 10, expected: 4, what: "twice as many from the tenth batch on" },
    { options: { generators: 2, limitMemory: true }, batches: 10, expected: 2, what: "unless memory is limited" },
    { options: { generators: 1 }, batches: 10, workers: 3, expected: 3, what: "or as predict says" },
  ])("are $what: $expected", async ({ options, batches, workers, expected }) => {
    const study = new Study({ ...definition, sampler: threaded(randomSampler(), options) });
    study.on("batch-finished", ({ batch }) => batch === batches - 1 && study.stop());
    await study.fit(lossOf);
    const threads = new Set<Worker>();
    await watchThreads(
      (thread) => threads.add(thread),
      async () => void (await study.predict({ numSamples: 8000, ...(workers !== undefined && { workers }) })),
    );
    // One was there already, from the search.
    expect(threads.size + 1).toBe(expected);
  });

  it("may be lost at any time: the batch is proposed in the main thread, which says so", async () => {
    const sampler = threaded(shacSampler({ booster }), { generators: 1 });
    const study = new Study({ ...definition, sampler });
    const notices: string[] = [];
    study.on("notice", ({ message }) => notices.push(message));
    let thread: Worker | undefined;
    await watchThreads(
      (started) => {
        thread = started;
        // The first before it is ready, the others while they propose.
        if (notices.length === 0) thread.terminate();
      },
      async () => {
        study.on("batch-finished", ({ batch }) => {
          if (batch === 4) setImmediate(() => thread?.terminate());
        });
        await study.fit(lossOf);
      },
    );
    expect(notices[0]).toMatch(/^This proposal was made in the main thread: .*thread exited/);
    const alone = new Study({ ...definition, sampler: shacSampler({ booster }) });
    await alone.fit(lossOf);
    expect(essence(study.trials)).toEqual(essence(alone.trials));
  });

  it("are ended by close(), also while they propose, and started again when they are needed", async () => {
    const sampler = threaded(shacSampler({ booster }));
    const study = new Study({ ...definition, sampler });
    const exits: Promise<unknown>[] = [];
    await watchThreads(
      (thread) => exits.push(once(thread, "exit")),
      async () => {
        study.on("batch-finished", ({ batch }) => batch % 3 === 1 && setImmediate(() => sampler.close()));
        await study.fit(lossOf);
        await sampler.close();
      },
    );
    expect(exits.length).toBeGreaterThan(1);
    await Promise.all(exits);
    const alone = new Study({ ...definition, sampler: shacSampler({ booster }) });
    await alone.fit(lossOf);
    expect(essence(study.trials)).toEqual(essence(alone.trials));
  });

  it("do not keep a program from ending that forgot them", async () => {
    const program = fileURLToPath(new URL("./fixtures/forgets-threads.js", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [program], { timeout: 120_000 });
    expect(stdout).toBe("30 trials\n");
  });

  it("are stopped by an abort, and the next proposal is what it would have been", async () => {
    const sampler = threaded(shacGpSampler(), { generators: 1 });
    const stop = new AbortController();
    const study = new Study({ ...definition, sampler });
    study.on("batch-finished", ({ batch }) => {
      if (batch === 5) setImmediate(() => stop.abort(new Error("enough")));
    });
    await expect(study.fit(lossOf, { signal: stop.signal })).rejects.toThrow("enough");
    await study.fit(lossOf);
    const alone = new Study({ ...definition, sampler: shacGpSampler() });
    await alone.fit(lossOf);
    expect(essence(study.trials)).toEqual(essence(alone.trials));
  });
});

describe("what cannot be is refused", () => {
  it.each([
    [() => threadedSampler({ ...randomSampler(), name: "mine" }), /sampler "mine".*shacSampler/],
    [() => threadedSampler(randomSampler(), { generators: 0 }), /generators is 0/],
  ])("when the sampler is made: %#", (make, message) => {
    expect(make).toThrow(InvalidOptionError);
    expect(make).toThrow(message);
  });

  it("as it is without threads: a budget that is too small, too many classifiers", async () => {
    const sampler = threaded(shacSampler());
    const tooSmall = new Study({ space, totalBudget: 4, numBatches: 2, sampler });
    await expect(tooSmall.fit(lossOf)).rejects.toBeInstanceOf(InvalidOptionError);
    const study = new Study({ ...definition, sampler });
    await expect(study.predict({ maxClassifiers: 3 })).rejects.toBeInstanceOf(InvalidOptionError);
  });

  it("when predict shall have workers of a sampler without", async () => {
    const study = new Study({ ...definition, sampler: shacSampler() });
    await expect(study.predict({ workers: 2 })).rejects.toThrow(/sampler "shac" has none.*threadedSampler/);
    const moved = new Study({ ...definition, sampler: threaded(shacSampler()) });
    await expect(moved.predict({ workers: 0 })).rejects.toBeInstanceOf(InvalidOptionError);
  });
});
