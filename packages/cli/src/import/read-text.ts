import { readFile } from "node:fs/promises";
import { UsageError } from "../usage-error.js";

/** The text of a file that the command line names. @throws UsageError */
export async function readText(file: string): Promise<string> {
  return readFile(file, "utf8").catch((cause: Error) => {
    throw new UsageError(`Cannot read ${JSON.stringify(file)}: ${cause.message}.`, { cause });
  });
}
