import { spawnSync } from "node:child_process";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type ObjectiveContext, type SearchSpace, ShacError, type StudyDefinition } from "@shac/core";
import { importModule } from "./import-module.js";
import { shortPath, userFrames } from "./output/error-text.js";
import { isStudyFile, STUDY_EXTENSIONS } from "./study-file.js";
import { UsageError } from "./usage-error.js";

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
  if (found === undefined) throw new UsageError(`There is no study file ${JSON.stringify(file)}.`);
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

/** Why a file cannot be imported, as the rest of a sentence that begins with its name. */
export function explainImport(error: unknown, path: string): string {
  if (ShacError.isInstance(error)) return error.message;
  if (!(error instanceof Error)) return `threw ${String(error)} while it was loaded.`;
  const [first = "", second = ""] = error.message.split("\n");
  const transform = /^(.*):(\d+):(\d+): ERROR: (.*)$/.exec(second);
  if (transform !== null) {
    const [, at = "", line, column, problem] = transform;
    return `cannot be read: ${problem} (${shortPath(at)}:${line}:${Number(column) + 1}).`;
  }
  const code = "code" in error ? error.code : undefined;
  if (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") {
    const [, name = first] = /'([^']+)'/.exec(first) ?? [];
    const isPackage = !/^(\.|\/|file:)/.test(name);
    const shown = name.startsWith("file:") ? shortPath(fileURLToPath(name)) : shortPath(name);
    return isPackage
      ? `needs the package "${name}", which is not installed. Run: npm install ${packageOf(name)}`
      : `imports "${shown}", which does not exist.`;
  }
  const [, typescript] = /^Unknown file extension "\.[mc]?tsx?" for (.*)$/.exec(first) ?? [];
  if (code === "ERR_UNKNOWN_FILE_EXTENSION" && typescript !== undefined) {
    return `imports "${shortPath(typescript)}", which is TypeScript; let its own name end in .ts, too.`;
  }
  const place = error instanceof SyntaxError ? placeOfSyntaxError(path) : placeOfThrow(error);
  return `failed while it was loaded: ${error.name}: ${first.replace(/\.$/, "")}${place}.`;
}

/** `@shac/core` of `@shac/core/node`. */
function packageOf(name: string): string {
  return name.split("/", name.startsWith("@") ? 2 : 1).join("/");
}

/** Node.js tells the line of a syntax error in JavaScript only when it runs the file by itself. */
function placeOfSyntaxError(path: string): string {
  const { stderr } = spawnSync(process.execPath, ["--check", path], { encoding: "utf8" });
  const [, line] = /^[^\n]*:(\d+)\n/.exec(stderr) ?? [];
  return line === undefined ? "" : ` (${shortPath(path)}:${line})`;
}

/** Line and column of the innermost frame in the user's files. */
function placeOfThrow(error: Error): string {
  const [, frame] = /([^\s(]+:\d+:\d+)\)?$/.exec(userFrames(error.stack ?? "")[0] ?? "") ?? [];
  return frame === undefined ? "" : ` (${frame})`;
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
