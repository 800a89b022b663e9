import { writeFile } from "node:fs/promises";
import { ShacError } from "@shac/core";

/** Writes a result to the file that the command line names. @throws ShacError `write-failed` */
export async function writeResult(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: Error) => {
    throw new ShacError("write-failed", `Cannot write ${JSON.stringify(file)}: ${error.message}.`, { cause: error });
  });
}
