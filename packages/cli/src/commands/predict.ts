import { type JsonObject, type PredictOptions, ShacError, Study } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import type { CommonFlags } from "../command-line/flags.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { Output } from "../output/output.js";
import { formatPoints } from "../output/study-report.js";
import { findStudy } from "../study/find-study.js";
import { loadStudy } from "../study/load-study.js";
import { isStudyFile } from "../study/study-file.js";
import { ownCommand } from "../terminal/own-command.js";
import { UsageError } from "../usage-error.js";

export interface PredictFlags extends CommonFlags {
  readonly name?: string;
  readonly samples?: number;
  readonly batches?: number;
  readonly maxClassifiers?: number;
  readonly relaxChecks?: number | true;
  readonly seed?: number;
}

/** `shac predict`: points that the study's cascade accepts. */
export async function predictPoints(target: string, flags: PredictFlags, output: Output): Promise<ExitCode> {
  const study = await readStudy(target, flags);
  const { samples, batches, maxClassifiers, relaxChecks, seed } = flags;
  const points = await drawPoints(study, target, {
    ...(samples === undefined ? {} : { numSamples: samples }),
    ...(batches === undefined ? {} : { numBatches: batches }),
    ...(maxClassifiers === undefined ? {} : { maxClassifiers }),
    ...(relaxChecks === undefined ? {} : { relaxChecks }),
    ...(seed === undefined ? {} : { seed }),
  });
  output.document(points);
  const rows = points.map((params) => ({ cells: [], params }));
  output.result(formatPoints([], rows, output.width, output.style));
  return exitCodes.done;
}

/** @throws UsageError when the study file is needed and was not given */
async function drawPoints(study: Study, target: string, options: PredictOptions): Promise<JsonObject[]> {
  try {
    return await study.predict(options);
  } catch (error) {
    if (isStudyFile(target) || !ShacError.isInstance(error) || error.code !== "invalid-space") throw error;
    const advice = `Give the study file, which has them: ${ownCommand(["predict", "STUDY_FILE"])}`;
    throw new UsageError(`${JSON.stringify(target)} has constraints or custom parameters. ${advice}`, { cause: error });
  }
}

/** A study by the name of its file gets constraints and custom parameters from there; by its own name it has none. */
async function readStudy(target: string, { name, dir }: PredictFlags): Promise<Study> {
  const storage = journalStorage(dir);
  if (!isStudyFile(target) && name !== undefined) {
    throw new UsageError(`--name is for a study file; ${JSON.stringify(target)} is the name of a study already.`);
  }
  if (!isStudyFile(target)) return Study.restore(storage, await findStudy(storage, dir, target));
  const { definition } = await loadStudy(target);
  return Study.restore(storage, await findStudy(storage, dir, name ?? definition.name), { space: definition.space });
}
