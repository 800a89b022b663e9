import { memoryStorage, type Sampler, type StageReport, Study, type StudyEvents, type StudyStorage } from "@shac/core";
import { describe, expect, it } from "vitest";
import { shufflingBackend } from "./shuffling-backend.js";
import { bowl, climbingSampler, type Params, recordsOf, space, storageWith } from "./studies.js";

const definition = { name: "heard", space, totalBudget: 4, numBatches: 2, seed: 1, sampler: climbingSampler() };

const names = [
  "study-started",
  "stage-trained",
  "batch-started",
  "capacity-changed",
  "trial-started",
  "trial-reported",
  "trial-log",
  "trial-lost",
  "trial-finished",
  "batch-finished",
  "notice",
  "study-finished",
] as const satisfies readonly (keyof StudyEvents<Params>)[];

/** Every event in the order in which it came, with the trial's number where it has one. */
function record(study: Study<Params>): string[] {
  const heard: string[] = [];
  for (const name of names) {
    study.on(name, (event) =>
      heard.push("trial" in event ? `${name} ${event.trial.number} ${event.trial.state}` : name),
    );
  }
  return heard;
}

describe("events", () => {
  it("come in order", async () => {
    const study = new Study({ ...definition, totalBudget: 2, numBatches: 1 });
    const heard = record(study);
    await study.fit((params, { trial, report, log }) => {
      if (trial === 1) return bowl(params);
      report(1, 0.5);
      log("half way");
      report(2.5, 0.25);
      return bowl(params);
    });
    expect(heard).toEqual([
      "study-started",
      "batch-started",
      "capacity-changed",
      "trial-started 0 running",
      "trial-reported 0 running",
      "trial-log 0 running",
      "trial-reported 0 running",
      "trial-finished 0 complete",
      "trial-started 1 running",
      "trial-finished 1 complete",
      "batch-finished",
      "study-finished",
    ]);
  });

  it("tell of a lost worker and the new attempt", async () => {
    const study = new Study({ ...definition, totalBudget: 1, numBatches: 1 });
    const heard = record(study);
    await study.fit(shufflingBackend(() => 1, { capacity: 1, seed: 0, loses: (_trial, attempt) => attempt === 1 }));
    expect(heard.slice(3, -2)).toEqual([
      "trial-started 0 running",
      "trial-lost 0 waiting",
      "trial-started 0 running",
      "trial-finished 0 complete",
    ]);
  });

  it("tell of what is proposed and finished only when it is kept", async () => {
    const storage = memoryStorage();
    const log: string[] = [];
    const slow: StudyStorage = {
      ...storage,
      open: async (name, header) => {
        const writer = await storage.open(name, header);
        return {
          ...writer,
          append: async (record) => {
            await new Promise(setImmediate);
            await writer.append(record);
            if (record.type === "proposed") log.push(`kept batch ${record.batch}`);
            if (record.type === "finished") log.push(`kept trial ${record.trial}`);
          },
        };
      },
    };
    const study = await Study.open(definition, { storage: slow });
    study.on("batch-started", ({ batch }) => log.push(`told batch ${batch}`));
    study.on("trial-finished", ({ trial }) => log.push(`told trial ${trial.number}`));
    await study.fit(bowl);
    const kept = log.filter((line) => line.startsWith("kept"));
    expect(log).toEqual(kept.flatMap((line) => [line, line.replace("kept", "told")]));
    expect(kept).toHaveLength(6);
  });

  it("say of each trial whether it is the best so far, and of each batch what it brought", async () => {
    const values = [3, 3, 5, 1];
    const study = new Study(definition);
    const best: boolean[] = [];
    study.on("trial-finished", ({ isBest }) => best.push(isBest));
    await study.fit((_params, { trial }) => values[trial] as number);
    expect(best).toEqual([true, false, false, true]);
    expect(study.history.batches).toMatchObject([
      { batch: 0, evaluations: 2, complete: 2, failed: 0, pruned: 0, best: 3, bestSoFar: 3, mean: 3, stages: 0 },
      { batch: 1, evaluations: 2, complete: 2, failed: 0, pruned: 0, best: 1, bestSoFar: 1, mean: 3, stages: 0 },
    ]);
    expect(study.best?.number).toBe(3);
    expect(study.acceptedVolume).toEqual({ lower: 1, upper: 1 });
  });

  it("take the first of equal values as the best, whatever finished first", async () => {
    for (const seed of [1, 2, 3, 4]) {
      const study = new Study({ ...definition, totalBudget: 4, numBatches: 1 });
      await study.fit(shufflingBackend(() => 2, { capacity: 4, seed }));
      expect(study.best?.number).toBe(0);
    }
  });

  it("go on with a batch that was begun, all its trials included", async () => {
    const storage = memoryStorage();
    const first = await Study.open(definition, { storage });
    await first.fit(bowl);
    const records = await recordsOf(storage, "heard");
    const cut = records.findIndex(({ type }) => type === "finished") + 1;
    const study = await Study.open(definition, { storage: await storageWith(records.slice(0, cut)) });
    const started: StudyEvents<Params>["study-started"][] = [];
    const batches: StudyEvents<Params>["batch-started"][] = [];
    study.on("study-started", (event) => started.push(event));
    study.on("batch-started", (event) => batches.push(event));
    await study.fit(bowl);
    expect(started).toEqual([{ name: "heard", totalBudget: 4, batchSize: 2, finished: 1 }]);
    expect(batches[0]?.trials.map(({ state }) => state)).toEqual(["complete", "waiting"]);
  });
});

describe("stages and notices of a sampler", () => {
  const stage = (state: StageReport["state"], share: number, number = 1): StageReport => ({
    stage: number,
    state,
    trainedOn: 2,
    acceptedVolume: { lower: share, upper: share },
  });
  const stagesOf = [[], [stage("active", 0.5)], [stage("active", 0.5), stage("refused", 0.5, 2)]];

  const staged = (): Sampler => ({
    ...climbingSampler(),
    propose: async (request) => ({
      points: (await climbingSampler().propose(request)).points,
      stages: stagesOf[request.batch] ?? [],
      notices: request.batch === 1 ? ["look here"] : [],
    }),
  });

  it("are announced once, before the batch that draws from them, and kept", async () => {
    const storage = memoryStorage();
    const study = await Study.open({ ...definition, totalBudget: 6, numBatches: 3, sampler: staged() }, { storage });
    const heard = record(study);
    const reports: StageReport[] = [];
    study.on("stage-trained", (report) => reports.push(report));
    await study.fit(bowl);
    expect(heard.filter((name) => /stage|notice|batch-started/.test(name))).toEqual([
      "batch-started",
      "stage-trained",
      "notice",
      "batch-started",
      "stage-trained",
      "batch-started",
    ]);
    expect(reports).toEqual(stagesOf[2]);
    expect(study.stages).toEqual(stagesOf[2]);
    expect(study.acceptedVolume).toEqual({ lower: 0.5, upper: 0.5 });
    expect(study.history.batches.map(({ stages }) => stages)).toEqual([0, 1, 1]);
    const restored = await Study.restore(storage, "heard");
    expect(restored.stages).toEqual(stagesOf[2]);
    expect(restored.history.batches).toEqual(study.history.batches);
  });

  it.each([0, 1])("end the search after the points that a stop leaves: %d", async (left) => {
    const inner = climbingSampler();
    const stopping: Sampler = {
      ...inner,
      propose: async (request) => {
        const { points } = await inner.propose(request);
        return request.batch === 0
          ? { points, stages: [] }
          : { points: points.slice(0, left), stages: [], stop: "space-exhausted" };
      },
    };
    const study = new Study({ ...definition, sampler: stopping });
    expect((await study.fit(bowl)).stop).toBe("space-exhausted");
    expect(study.trials.map(({ state }) => state)).toEqual(Array(2 + left).fill("complete"));
  });
});

describe("a listener", () => {
  it("hears nothing more once it is unsubscribed, and only its own registration ends", async () => {
    const study = new Study(definition);
    const heard: number[] = [];
    const listener = ({ trial }: { trial: { number: number } }) => {
      heard.push(trial.number);
      if (trial.number === 1) stop();
    };
    const stop = study.on("trial-finished", listener);
    study.on("trial-finished", listener);
    await study.fit(bowl);
    expect(heard).toEqual([0, 0, 1, 1, 2, 3]);
  });

  it("that throws, or rejects, is told once and disturbs neither the search nor other listeners", async () => {
    const study = new Study(definition);
    const notices: string[] = [];
    let heard = 0;
    study.on("trial-finished", () => {
      throw new Error("listener broke");
    });
    study.on("trial-started", async () => {
      throw new Error("listener broke later");
    });
    study.on("trial-finished", () => heard++);
    study.on("notice", ({ message }) => notices.push(message));
    study.on("notice", () => {
      throw new Error("even this one");
    });
    expect((await study.fit(bowl)).stop).toBe("budget-spent");
    expect(heard).toBe(4);
    expect(notices.filter((message) => message.includes("listener broke later"))).toHaveLength(1);
    expect(notices.filter((message) => message.includes('"trial-finished" threw: listener broke.'))).toHaveLength(1);
    expect(notices.filter((message) => message.includes("even this one"))).toHaveLength(1);
  });
});
