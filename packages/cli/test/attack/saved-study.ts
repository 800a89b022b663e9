import { createHash } from "node:crypto";
import {
  encodeMessage,
  ensembleToJson,
  type FinishedRecord,
  type Sampler,
  type SearchSpace,
  Study,
  type StudyDefinition,
  shacSampler,
} from "@shac/core";
import { journalStorage } from "@shac/core/node";

export type Definition = StudyDefinition<SearchSpace<never>>;

/** What a journal holds that was told of as finished. */
export interface SavedResults {
  readonly batches: readonly (readonly number[])[];
  readonly finished: ReadonlyMap<number, FinishedRecord>;
}

/** Reads a journal record by record; there may be none yet. */
export async function readResults(dir: string, name: string): Promise<SavedResults> {
  const batches: number[][] = [];
  const finished = new Map<number, FinishedRecord>();
  const storage = journalStorage(dir);
  if (!(await storage.list()).includes(name)) return { batches, finished };
  for await (const record of storage.read(name)) {
    if (record.type === "proposed") batches.push(record.params.map((_, i) => record.first + i));
    if (record.type !== "finished") continue;
    if (finished.has(record.trial)) throw new Error(`trial ${record.trial} is finished twice`);
    finished.set(record.trial, record);
  }
  return { batches, finished };
}

/**
 * Hashes of all that must be equal when a study was disturbed: its trials, stages, classifiers, and what is drawn from
 * them, each to the last bit.
 */
export async function hashStudy(definition: Definition, dir: string): Promise<Readonly<Record<string, string>>> {
  const inner = definition.sampler ?? shacSampler();
  let classifiers: unknown = null;
  const sampler: Sampler = {
    ...inner,
    cascade: async (request) => {
      const cascade = await inner.cascade?.(request);
      classifiers =
        cascade?.classifiers.map(({ trees, ...rest }) => ({ ...rest, trees: ensembleToJson(trees) })) ?? null;
      return cascade;
    },
  };
  const study = await Study.open<never>({ ...definition, sampler }, { storage: journalStorage(dir) });
  try {
    const points = await study.predict({ numSamples: 20 });
    const trials = study.trials.map(({ elapsedMs, error, ...trial }) => ({ ...trial, error: error?.message }));
    const parts = { trials, stages: study.stages, classifiers, points };
    return Object.fromEntries(
      Object.entries(parts).map(([part, value]) => [
        part,
        createHash("sha256").update(encodeMessage(value)).digest("hex"),
      ]),
    );
  } finally {
    await study.close();
  }
}
