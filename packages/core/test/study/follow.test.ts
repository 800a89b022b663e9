import { type JsonObject, memoryStorage, Study, type StudyRecord } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { describe, expect, it, onTestFinished } from "vitest";
import { newFolder } from "../node/study-files.js";
import { bowl, recordsOf, space } from "./studies.js";

const definition = { name: "a", space, totalBudget: 40, numBatches: 4, seed: 3 };

describe.each([
  ["in memory", () => memoryStorage()],
  ["as a journal", () => journalStorage(newFolder())],
])("a study that is followed, %s", (_, create) => {
  it("is the same at every moment as one read back, and ends as the one that was written", async () => {
    const storage = create();
    const study = await Study.open(definition, { storage });
    const records: StudyRecord[] = [];
    const following = Study.follow(storage, "a", { onRecord: (record) => records.push(record) });
    onTestFinished(() => void following.return());
    const followed = (await following.next()).value as Study<JsonObject>;
    expect(followed.trials).toEqual([]);

    const fitted = study.fit(bowl);
    const sizes: number[] = [];
    while (followed.history.batches.length < 4) {
      expect((await following.next()).value).toBe(followed);
      sizes.push(followed.trials.length);
    }
    await fitted;
    await study.close();
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(followed.trials).toEqual(study.trials);
    expect(followed.history).toEqual((await Study.restore(storage, "a")).history);
    expect(followed.best).toEqual(study.best);
    expect(records).toEqual(await recordsOf(storage, "a"));
  });

  it("tells what came while nobody asked", async () => {
    const storage = create();
    const study = await Study.open(definition, { storage });
    const following = Study.follow(storage, "a");
    onTestFinished(() => void following.return());
    const followed = (await following.next()).value as Study<JsonObject>;
    await study.fit(bowl);
    await study.close();
    while (followed.trials.length < 40) await following.next();
    expect(followed.trials).toEqual(study.trials);
  });

  it("shows trials as running that are", async () => {
    const storage = create();
    const study = await Study.open(definition, { storage });
    await study.ask(2);
    for await (const { running } of Study.follow(storage, "a")) {
      expect(running.map(({ number }) => number)).toEqual([0, 1]);
      break;
    }
    await study.close();
  });

  it("ends quietly at an abort, and with an error when it is deleted or was never there", async () => {
    const storage = create();
    await (await Study.open(definition, { storage })).close();
    const abort = new AbortController();
    const aborted = Study.follow(storage, "a", { signal: abort.signal });
    await aborted.next();
    const end = aborted.next();
    abort.abort();
    expect(await end).toEqual({ done: true, value: undefined });

    const deleted = Study.follow(storage, "a");
    await deleted.next();
    await Promise.all([expect(deleted.next()).rejects.toMatchObject({ code: "study-not-found" }), storage.delete("a")]);
    await expect(Study.follow(storage, "a").next()).rejects.toMatchObject({ code: "study-not-found" });
  });
});
