import type { JsonObject } from "@shac/core";
import type { DefinitionFlags } from "../command-line/flags.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { Output } from "../output/output.js";
import { withStudy } from "../study/open-study.js";
import { UsageError } from "../usage-error.js";

/** `shac enqueue`: points that are to be evaluated first in the next batch. */
export async function enqueuePoints(
  target: string,
  texts: readonly string[],
  flags: DefinitionFlags,
  output: Output,
): Promise<ExitCode> {
  const points = texts.map(readPoint);
  return withStudy(target, flags, async (study) => {
    await study.enqueue(points);
    output.document({ name: study.name, enqueued: points.length });
    output.notice(`Enqueued for the beginning of the next batch of ${study.name}: ${points.length}`);
    return exitCodes.done;
  });
}

function readPoint(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch (cause) {
    throw new UsageError(`${text} is not JSON; write the params as '{"learningRate": 0.01, "layers": 3}'.`, { cause });
  }
}
