import {
  float,
  memoryStorage,
  randomSampler,
  Study,
  StudyMismatchError,
  type StudyOptions,
  type StudyStorage,
  searchSpace,
} from "@shac/core";
import { essence } from "@shac/core/testing";
import { describe, expect, it } from "vitest";
import { shufflingBackend } from "./shuffling-backend.js";
import { bowl, climbingSampler, recordsOf, space } from "./studies.js";

const definition: StudyOptions<typeof space> = {
  name: "copied",
  space,
  totalBudget: 12,
  numBatches: 3,
  seed: 5,
  sampler: randomSampler(),
};

describe("save", () => {
  it("copies a study in memory with all that restore gives back", async () => {
    const study = new Study(definition);
    await study.fit((params, { trial }) => {
      if (trial === 3) throw new Error("no luck", { cause: "fate" });
      return { value: bowl(params), metrics: { latency: trial }, attributes: { tags: ["a", null, -0] } };
    });
    const storage = memoryStorage();
    await study.save(storage);
    const restored = await Study.restore(storage, "copied");
    expect(restored.trials).toEqual(study.trials);
    expect(restored.best).toEqual(study.best);
    expect(restored.history.batches.map(({ seconds: _, ...rest }) => rest)).toEqual(
      study.history.batches.map(({ seconds: _, ...rest }) => rest),
    );
    expect(restored).toMatchObject({ id: study.id, seed: 5, totalBudget: 12, batchSize: 4, direction: "minimize" });
    expect(restored.history.seconds).toBe(study.history.seconds);
  });

  it.each(["batch", "async"] as const)(
    "copies, in mode %s, the records that a storage would have kept from the start",
    async (mode) => {
      const kept = memoryStorage();
      const copied = memoryStorage();
      const inMemory = new Study({ ...definition, mode });
      for (const study of [await Study.open({ ...definition, mode }, { storage: kept }), inMemory]) {
        await study.fitDataset([
          { params: { x: 0.5, n: 2 }, value: 7 },
          { params: { x: 0.1, n: 1 }, value: 3, metrics: { latency: 1 } },
        ]);
        await study.enqueue([{ x: 0.25, n: 4 }]);
        const given = await study.ask(2);
        await study.tell(given[0] as (typeof given)[number], { value: 2, metrics: { latency: -0 } });
        const unlucky = (params: { x: number; n: number }, { trial }: { trial: number }) => {
          if (trial % 4 === 3) throw new RangeError("no luck", { cause: "fate" });
          return bowl(params);
        };
        await study.fit(unlucky);
        if (study === inMemory) await study.save(copied);
        const failed = study.trials.filter(({ state }) => state === "failed");
        expect(failed.length).toBeGreaterThan(1);
        await study.retry(failed.slice(1).map(({ number }) => number));
        await study.fit(bowl);
      }
      // The second time it adds what the copy lacks.
      await inMemory.save(copied);
      const withoutTimes = async (storage: StudyStorage) =>
        (await recordsOf(storage, "copied"))
          .filter(({ type }) => type !== "started")
          .map((record) => ({ ...record, id: "", created: "", at: "", clockMs: 0, elapsedMs: 0, error: undefined }));
      expect(await withoutTimes(copied)).toEqual(await withoutTimes(kept));
      expect((await Study.restore(copied, "copied")).trials).toEqual(inMemory.trials);
    },
  );

  it("keeps a batch that is not finished, so that the copy goes on as the study would", async () => {
    const study = new Study(definition);
    const controller = new AbortController();
    const loses = (trial: number, attempt: number) => {
      if (trial === 7) controller.abort("stop");
      return trial === 6 && attempt === 1;
    };
    const backend = shufflingBackend(({ params }) => params.n as number, { capacity: 2, seed: 1, loses });
    await expect(study.fit(backend, { signal: controller.signal })).rejects.toBe("stop");
    const storage = memoryStorage();
    await study.save(storage);
    const copy = await Study.open(definition, { storage });
    expect(copy.trials).toEqual(study.trials);
    await copy.fit(({ n }) => n);
    await study.fit(({ n }) => n);
    expect(essence(copy.trials)).toEqual(essence(study.trials));
  });

  it("brings an earlier copy up to date", async () => {
    const storage = memoryStorage();
    const study = new Study(definition);
    await study.fit(bowl, { targetValue: 4 });
    await study.save(storage);
    const before = (await recordsOf(storage, "copied")).length;
    await study.save(storage);
    expect(await recordsOf(storage, "copied")).toHaveLength(before);
    await study.fit(bowl);
    await study.save(storage);
    expect((await Study.restore(storage, "copied")).trials).toEqual(study.trials);
  });

  it("refuses to write over another study, or a copy that went on by itself", async () => {
    const storage = memoryStorage();
    const study = new Study(definition);
    await study.fit(bowl, { targetValue: 4 });
    await study.save(storage);
    const copy = await Study.restore(storage, "copied");
    await copy.fit(() => 0);
    await copy.close();
    await expect(study.save(storage)).rejects.toThrow(/went on by itself/);
    await expect(new Study(definition).save(storage)).rejects.toBeInstanceOf(StudyMismatchError);
    expect((await Study.restore(storage, "copied")).trials).toEqual(copy.trials);
  });
});

describe("restore", () => {
  it("takes no lock, and reads anew when it is fitted", async () => {
    const storage = memoryStorage();
    const writing = await Study.open(definition, { storage });
    const restored = await Study.restore(storage, "copied");
    await writing.fit(bowl, { targetValue: 4 });
    expect(restored.trials).toHaveLength(0);
    await writing.close();
    await restored.fit(({ x, n }) => bowl({ x: x as number, n: n as number }));
    const direct = new Study(definition);
    await direct.fit(bowl);
    expect(essence(restored.trials)).toEqual(essence(direct.trials));
  });

  it("needs something to evaluate before it can be fitted", async () => {
    const storage = memoryStorage();
    await new Study(definition).save(storage);
    const restored = await Study.restore(storage, "copied");
    await expect(restored.fit()).rejects.toThrow(/nothing to evaluate/);
  });

  it("says when there is no such study, and when the space is another", async () => {
    const storage = memoryStorage();
    await new Study(definition).save(storage);
    await expect(Study.restore(storage, "absent")).rejects.toMatchObject({ code: "study-not-found" });
    const other = searchSpace({ x: float(0, 1) });
    await expect(Study.restore(storage, "copied", { space: other })).rejects.toThrow(
      /n: saved int 1 .. 4; now nothing/,
    );
  });

  it("does not go on with a study that took the place of the one that was read", async () => {
    const storage = memoryStorage();
    await new Study(definition).save(storage);
    const restored = await Study.restore(storage, "copied");
    await storage.delete("copied");
    await new Study(definition).save(storage);
    await expect(restored.fit(() => 1)).rejects.toThrow(/"copied" was replaced by another/);
    await storage.delete("copied");
    await expect(restored.fit(() => 1)).rejects.toThrow(/"copied" was deleted/);
    expect(await storage.list()).toEqual([]);
  });

  it("shows the trials of a space with constraints, and asks for the space where it is needed", async () => {
    const constrained = space.where("left", ({ x }) => x < 0);
    const study = new Study({ ...definition, space: constrained });
    await study.fit(bowl);
    const storage = memoryStorage();
    await study.save(storage);
    const bare = await Study.restore(storage, "copied");
    expect(bare.trials).toEqual(study.trials);
    await expect(bare.predict()).rejects.toThrow(/"left" is a function, which JSON cannot hold/);
    const typed = await Study.restore(storage, "copied", { space: constrained });
    const points = await typed.predict({ numSamples: 30 });
    expect(points.every(({ x }) => x < 0)).toBe(true);
  });

  it("asks for the definition of a sampler of another make", async () => {
    const storage = memoryStorage();
    await new Study({ ...definition, sampler: climbingSampler() }).save(storage);
    const restored = await Study.restore(storage, "copied");
    await expect(restored.predict()).rejects.toThrow(/sampler "climbing", which is not known here/);
  });
});

describe("the running time", () => {
  it("goes on after a resume, and leaves out the time between", async () => {
    const storage = memoryStorage();
    const spent: number[] = [];
    const busy = (milliseconds: number) => {
      for (const end = performance.now() + milliseconds; performance.now() < end; );
    };
    for (const targetValue of [-1, -2]) {
      await using study = await Study.open({ ...definition, totalBudget: 8, numBatches: 2 }, { storage });
      study.on("study-finished", ({ seconds }) => spent.push(seconds));
      await study.fit(
        (_params, { trial }) => {
          busy(3);
          return trial < 4 ? -1 : -2;
        },
        { targetValue },
      );
      busy(50);
    }
    const { history } = await Study.restore(storage, "copied");
    const [first = 0, second = 0] = spent;
    // Kept in whole milliseconds.
    expect(history.seconds).toBeLessThanOrEqual(first + second + 0.001);
    expect(history.seconds).toBeGreaterThan(history.batches[0]?.seconds ?? Infinity);
    expect(history.batches[0]?.seconds).toBeGreaterThanOrEqual(0.011);
    expect(history.batches[0]?.seconds).toBeLessThan(first + second);
  });
});

describe("records that do not follow from one another", () => {
  it("are refused", async () => {
    const storage = memoryStorage();
    await new Study(definition).save(storage);
    const append = async (record: object) => {
      const writer = await storage.open("copied", {} as never);
      await writer.append(record as never);
      await writer.close();
    };
    await append({ type: "finished", trial: 0, attempt: 1, state: "complete", value: 1, elapsedMs: 0, clockMs: 0 });
    await expect(Study.restore(storage, "copied")).rejects.toThrow(/trial 0, which was never proposed/);
    await storage.delete("copied");
    await new Study(definition).save(storage);
    await append({ type: "renamed", name: "x" });
    await expect(Study.restore(storage, "copied")).rejects.toThrow(/record of type "renamed".*newer version/);
  });
});
