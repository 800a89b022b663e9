import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { TrialError } from "@shac/core";

/** Places of this program and of the library, whose frames tell a user nothing. */
const OWN = ["../../../core/dist/", "../../../threading/dist/", "../../dist/"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** `Name: message`, then the frames of its stack that lie in the user's own files, then its causes. */
export function formatError(error: TrialError): string {
  const { name, message, stack, cause } = error;
  const lines = [message === "" ? name : `${name}: ${message}`, ...userFrames(stack ?? "")];
  return lines.join("\n") + (cause === undefined ? "" : `\ncaused by ${formatError(cause)}`);
}

/** Frames of a stack that lie in the user's own files, with paths relative to the working directory. */
export function userFrames(stack: string): string[] {
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.replace(/file:\/\/[^\s)]+/g, (url) => decodeURI(url.slice("file://".length))))
    .filter((line) => /[\\/]/.test(line) && !/node:|[\\/]node_modules[\\/]/.test(line))
    .filter((line) => !OWN.some((path) => line.includes(path)))
    .map((line) => line.replace(/(\()?(\/[^\s():]+)(?=:\d)/, (_, open = "", path) => open + shortPath(path)));
}

/** The path as seen from the working directory, or as it is when it lies outside. */
export function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === "" || short.startsWith("..") ? path : short;
}
