import {
  encodeMessage,
  ensembleToJson,
  type JsonObject,
  type Sampler,
  ShacError,
  Study,
  type StudyStorage,
} from "@shac/core";
import { essence } from "@shac/core/testing";
import type { RandomStudy } from "./random-study.js";

/** All that must be equal when a study was disturbed, each as text that is equal to the last bit or not at all. */
export interface StudyEssence {
  readonly trials: readonly string[];
  readonly stages: string;
  readonly classifiers: string;
  /** Points that the cascade accepts, or why there are none. */
  readonly points: string;
}

/** Reads the essence of a saved study through a sampler that shows its cascade. */
export async function savedEssence(options: RandomStudy["options"], storage: StudyStorage): Promise<StudyEssence> {
  const { sampler } = options;
  let classifiers: unknown;
  const open: Sampler = {
    ...(sampler as Sampler),
    cascade: async (request) => {
      const cascade = await sampler?.cascade?.(request);
      classifiers = cascade?.classifiers.map(({ trees, ...rest }) => ({ ...rest, trees: ensembleToJson(trees) }));
      return cascade;
    },
  };
  const study = await Study.open({ ...options, sampler: open }, { storage });
  try {
    const points = await drawPoints(study);
    return {
      trials: essence(study.trials).map((trial, i) => encodeMessage([trial, study.trials[i]?.attempt])),
      stages: encodeMessage(study.stages),
      classifiers: encodeMessage(classifiers ?? null),
      points: encodeMessage(points),
    };
  } finally {
    await study.close();
  }
}

/** Three points that the cascade accepts, or what the typed error says when there are none. */
export async function drawPoints(study: Study<JsonObject>): Promise<readonly JsonObject[] | string> {
  try {
    return await study.predict({ numSamples: 3 });
  } catch (error) {
    if (ShacError.isInstance(error) && error.code === "empty-region") return error.message;
    throw error;
  }
}
