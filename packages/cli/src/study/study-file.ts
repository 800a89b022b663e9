import { extname } from "node:path";

/** How the names of study files end. */
export const STUDY_EXTENSIONS: readonly string[] = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"];

/** Whether an argument that may be a study's name or a file is meant as a file. */
export function isStudyFile(argument: string): boolean {
  return STUDY_EXTENSIONS.includes(extname(argument));
}
