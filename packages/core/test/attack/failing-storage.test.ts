import { createRng, inlineBackend, memoryStorage, StorageError, Study, type StudyStorage } from "@shac/core";
import { describe, expect, it } from "vitest";
import { guardAgainstHangs } from "./hang-guard.js";
import { type RandomStudy, randomStudies, smallOnes } from "./random-study.js";
import { savedEssence } from "./study-essence.js";

/** A storage whose writers fail for good at their append number `failAt`, from 1, and count the calls. */
function failingStorage(inner: StudyStorage, failAt: number) {
  let appends = 0;
  const error = new StorageError("the disk is full");
  const storage: StudyStorage = {
    ...inner,
    async open(...args) {
      const writer = await inner.open(...args);
      return {
        records: writer.records,
        append: async (record) => {
          if (++appends >= failAt) throw error;
          await writer.append(record);
        },
        close: () => writer.close(),
      };
    },
  };
  return { storage, error, appends: () => appends };
}

async function run({ options, objective }: RandomStudy, storage: StudyStorage): Promise<void> {
  const study = await Study.open(options, { storage });
  const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
  try {
    await study.fit(inlineBackend(objective(pause), { concurrency: options.mode === "async" ? 1 : 3 }), {
      maxFailures: Number.POSITIVE_INFINITY,
    });
  } finally {
    await study.close();
  }
}

guardAgainstHangs();

describe("a storage that fails at any record", () => {
  const soak = process.env.SOAK !== undefined;
  const studies = smallOnes(randomStudies(77, 40), soak ? 10 : 2);

  it.each(studies.map((study) => [study.options.name, study] as const))(
    "ends %s with its error and loses nothing that was kept",
    async (_name, random) => {
      const { options } = random;
      const whole = failingStorage(memoryStorage(), Number.POSITIVE_INFINITY);
      await run(random, whole.storage);
      const undisturbed = await savedEssence(options, whole.storage);
      const draw = createRng(31, "fail");
      for (let failAt = 1; failAt <= whole.appends(); failAt += soak ? 1 : 1 + draw.below(19)) {
        const kept = memoryStorage();
        const { storage, error } = failingStorage(kept, failAt);
        await expect(run(random, storage), `record ${failAt}`).rejects.toBe(error);
        await run(random, kept);
        expect(await savedEssence(options, kept), `record ${failAt}`).toEqual(undisturbed);
      }
    },
  );
});
