import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ObjectiveContext, SearchSpace, StudyDefinition } from "@shac/core";
import { explainImport } from "../modules/explain-import.js";
import { importModule } from "../modules/import-module.js";
import { ownCommand } from "../terminal/own-command.js";
import { UsageError } from "../usage-error.js";
import { isStudyFile, STUDY_EXTENSIONS } from "./study-file.js";

export type AnyDefinition = StudyDefinition<SearchSpace, ObjectiveContext>;

export interface LoadedStudy {
  readonly definition: AnyDefinition;
  readonly url: URL;
}

/**
 * Imports a study file and takes its default export.
 * @param form given where the objective comes from elsewhere, and the file need have none
 * @throws UsageError in one line when the file is missing, broken, or defines no study
 */
export async function loadStudy(file: string, form?: "without objective"): Promise<LoadedStudy> {
  const path = resolve(file);
  await checkFile(file, path);
  const url = pathToFileURL(path);
  const loaded = await importFile(file, url);
  return { definition: checkDefinition(file, unwrapDefault(loaded), form), url };
}

async function checkFile(file: string, path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new UsageError(
      `There is no study file ${JSON.stringify(file)}; check the path, or write one with: ${ownCommand(["init"])}`,
    );
  }
  if (!found.isFile()) throw new UsageError(`${JSON.stringify(file)} is not a file; give a study file.`);
  if (!isStudyFile(file)) {
    throw new UsageError(
      `${JSON.stringify(file)} is not a study file; its name must end in ${STUDY_EXTENSIONS.join(", ")}.`,
    );
  }
}

async function importFile(file: string, url: URL): Promise<unknown> {
  try {
    return await importModule(url);
  } catch (error) {
    throw new UsageError(`${file}: ${explainImport(error, fileURLToPath(url))}`, { cause: error });
  }
}

/** A CommonJS file reaches us with its default export one or two levels down. */
function unwrapDefault(module: unknown): unknown {
  let value = module;
  while (typeof value === "object" && value !== null && "default" in value) value = value.default;
  return value === module ? undefined : value;
}

/** Checks the shape alone: the file's copy of @shac/core may be another one than ours. */
function checkDefinition(file: string, value: unknown, form: "without objective" | undefined): AnyDefinition {
  if (value === undefined) {
    throw new UsageError(
      `${file}: has no default export. Write: export default defineStudy({ name, space, objective });`,
    );
  }
  const fail = (problem: string): never => {
    throw new UsageError(
      `${file}: ${problem} Its default export must be made by defineStudy({ name, space, objective }).`,
    );
  };
  if (typeof value !== "object" || value === null) return fail(`exports ${typeof value} by default.`);
  const { name, space, objective } = value as Partial<Record<keyof AnyDefinition, unknown>>;
  if (typeof name !== "string" || name === "") return fail("its study has no name.");
  if (typeof space !== "object" || space === null || !("axes" in space)) return fail("its study has no search space.");
  if (typeof objective !== "function" && form === undefined) return fail("its study has no objective function.");
  return value as AnyDefinition;
}
