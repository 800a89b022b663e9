import { basename } from "node:path";
import { type JsonObject, spaceFromJson } from "@shac/core";
import { isPyshacParameters, spaceFromPyshac } from "../import/pyshac-parameters.js";
import { readText } from "../import/read-text.js";
import { UsageError } from "../usage-error.js";
import type { AnyDefinition } from "./load-study.js";

/**
 * A study without an objective, named like the file: the JSON of a search space, or the `parameters.json` of pyshac, which
 * maximises unless told otherwise.
 *
 * @throws UsageError, InvalidSpaceError
 */
export async function readSpaceFile(file: string): Promise<Omit<AnyDefinition, "objective">> {
  const text = await readText(file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const reason = (cause as Error).message.replaceAll(/\s+/g, " ");
    throw new UsageError(`${file}: is not JSON: ${reason}.`, { cause });
  }
  const name = basename(file, ".json");
  if (!isPyshacParameters(json)) return { name, space: spaceFromJson(json as JsonObject) };
  return { name, space: spaceFromJson(spaceFromPyshac(json)), direction: "maximize" };
}
