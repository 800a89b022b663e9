import { relative, resolve } from "node:path";

/** A path as seen from where the user typed the command; npm and pnpm run scripts in the folder of their package. */
export function fromHere(path: string): string {
  const short = relative(process.env.INIT_CWD ?? "", path);
  return short.startsWith("..") ? resolve(path) : short || ".";
}
