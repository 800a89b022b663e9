import { appendFileSync, existsSync, statSync, writeFileSync } from "node:fs";
import type { BatchSummary } from "../study/history.js";
import type { Study } from "../study/study.js";
import { storageFailure } from "./storage-failure.js";

const COLUMNS: Readonly<Record<string, (summary: BatchSummary) => number | undefined>> = {
  batch: ({ batch }) => batch,
  evaluations: ({ evaluations }) => evaluations,
  complete: ({ complete }) => complete,
  infeasible: ({ infeasible }) => infeasible,
  failed: ({ failed }) => failed,
  pruned: ({ pruned }) => pruned,
  best: ({ best }) => best,
  bestSoFar: ({ bestSoFar }) => bestSoFar,
  mean: ({ mean }) => mean,
  stages: ({ stages }) => stages,
  acceptedVolumeLower: ({ acceptedVolume }) => acceptedVolume.lower,
  acceptedVolumeUpper: ({ acceptedVolume }) => acceptedVolume.upper,
  seconds: ({ seconds }) => seconds,
};

/**
 * Writes a line of CSV to `file` for each batch as it is finished, below a line of the columns' names, until the returned
 * function is called. An absent value is an empty cell.
 *
 * @param options.append go on in a file that is there already; default: begin it anew
 * @throws StorageError when the file cannot be written; later failures are notices of the study
 */
export function csvLogger(
  study: Pick<Study<unknown>, "on">,
  file: string,
  { append = false }: { readonly append?: boolean } = {},
): () => void {
  try {
    const goesOn = append && existsSync(file) && statSync(file).size > 0;
    if (!goesOn) writeFileSync(file, `${Object.keys(COLUMNS).join(",")}\r\n`);
  } catch (error) {
    throw storageFailure("write", file, error);
  }
  return study.on("batch-finished", (summary) => {
    const cells = Object.values(COLUMNS).map((read) => read(summary) ?? "");
    appendFileSync(file, `${cells.join(",")}\r\n`);
  });
}
