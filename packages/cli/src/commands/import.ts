import { type ExitCode, exitCodes } from "../exit-codes.js";
import { readResults } from "../import/read-results.js";
import { withStudy } from "../open-study.js";
import type { DefinitionFlags } from "../options.js";
import type { Output } from "../output/output.js";

/** `shac import`: learns from results made elsewhere. */
export async function importResults(
  target: string,
  file: string,
  flags: DefinitionFlags,
  output: Output,
): Promise<ExitCode> {
  const resultsFor = await readResults(file);
  return withStudy(target, flags, async (study) => {
    const results = resultsFor(study.space);
    await study.fitDataset(results);
    output.document({ name: study.name, imported: results.length });
    output.notice(`Imported into ${study.name}: ${results.length}`);
    return exitCodes.done;
  });
}
