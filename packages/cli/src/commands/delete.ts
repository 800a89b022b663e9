import { createInterface } from "node:readline/promises";
import { journalStorage } from "@shac/core/node";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { findStudy } from "../find-study.js";
import type { CommonFlags } from "../options.js";
import type { Output } from "../output/output.js";
import { UsageError } from "../usage-error.js";

export interface DeleteFlags extends CommonFlags {
  readonly yes?: true;
}

/** `shac delete`: removes a study, when the user is sure. */
export async function deleteStudy(name: string, flags: DeleteFlags, output: Output): Promise<ExitCode> {
  const storage = journalStorage(flags.dir);
  await findStudy(storage, flags.dir, name);
  const isSure = flags.yes ?? (await ask(`Delete study ${JSON.stringify(name)} and all it has kept?`));
  if (isSure) await storage.delete(name);
  output.document({ name, deleted: isSure });
  output.notice(isSure ? `Deleted ${name}` : "Nothing was deleted.");
  return exitCodes.done;
}

/** @throws UsageError where nobody can be asked */
async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError("Add --yes: nobody can be asked here whether to delete.");
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
