import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Check } from "./check.js";

/** Whether studies can be kept in `folder`, which need not be there yet. */
export async function checkFolder(folder: string): Promise<Check> {
  const name = "studies";
  let place = resolve(folder);
  for (;;) {
    try {
      await access(place, constants.W_OK | constants.X_OK);
      return { name, state: "ok", detail: `${folder} can be written` };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT") return { name, state: "fault", detail: `${folder} cannot be written: ${message}` };
    }
    place = dirname(place);
  }
}
