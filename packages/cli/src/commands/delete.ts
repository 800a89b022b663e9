import { journalStorage } from "@shac/core/node";
import type { CommonFlags } from "../command-line/flags.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { Output } from "../output/output.js";
import { findStudy } from "../study/find-study.js";
import { AnswerRefused, askWhether, canAsk } from "../terminal/ask-user.js";
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
  if (!canAsk()) throw new UsageError("Add --yes: nobody can be asked here whether to delete.");
  try {
    return await askWhether(question, false);
  } catch (error) {
    if (error instanceof AnswerRefused) return false;
    throw error;
  }
}
