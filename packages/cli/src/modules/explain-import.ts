import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ShacError } from "@shac/core";
import { shortPath, userFrames } from "../output/error-text.js";

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
