import { journalStorage } from "@shac/core/node";
import type { CommonFlags } from "../command-line/flags.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { Output } from "../output/output.js";
import { writeResult } from "../output/write-result.js";
import { findStudy } from "../study/find-study.js";

export interface ReportFlags extends CommonFlags {
  readonly output: string;
}

/** `shac report`: a study as one HTML file, to keep or to send; it may be running meanwhile. */
export async function reportStudy(name: string | undefined, flags: ReportFlags, output: Output): Promise<ExitCode> {
  const { dir, output: file } = flags;
  const study = await findStudy(journalStorage(dir), dir, name);
  // Other commands need not load it.
  const { createReport } = await import("@shac/dashboard");
  const html = await createReport({ dir, name: study });
  await writeResult(file, html);
  output.document({ file, study, bytes: Buffer.byteLength(html) });
  output.notice(`Wrote ${file}; open it in a browser.`);
  return exitCodes.done;
}
