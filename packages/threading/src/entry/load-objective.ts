import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { JsonObject, ObjectiveContext } from "@shac/core";

/** What it gives is checked, and its params are what the study's space makes them. */
export type AnyObjective = (params: JsonObject, context: ObjectiveContext) => unknown;

/**
 * The objective that a module exports by default, alone or in a study definition.
 * @param tsx path of tsx's package.json, for a TypeScript module
 * @throws Error saying what the module exports instead; whatever the module throws while it is loaded
 */
export async function loadObjective(moduleUrl: string, tsx?: string): Promise<AnyObjective> {
  if (tsx !== undefined) await registerTsx(tsx);
  const found = await importDefault(moduleUrl);
  const objective = typeof found === "object" && found !== null && "objective" in found ? found.objective : found;
  if (typeof objective !== "function") {
    const what = found === undefined ? "has no default export" : `exports ${describe(found)} by default`;
    throw new Error(`it ${what}; export the objective, or a study definition with an objective, by default.`);
  }
  return objective as AnyObjective;
}

/** The default export; of a CommonJS module that was compiled from an ES module, what it calls its default. */
export async function importDefault(url: string): Promise<unknown> {
  const { default: found }: { default?: unknown } = await import(url);
  return typeof found === "object" && found !== null && "default" in found ? found.default : found;
}

/** Both of tsx's loaders: a module of a package without `"type": "module"` is loaded by `require` in the end. */
async function registerTsx(manifestPath: string): Promise<void> {
  const require = createRequire(manifestPath);
  const manifest = require(manifestPath) as { exports: { "./esm/api": { import: { default: string } } } };
  // By its path, as a bare name is looked up from here, where tsx need not be installed.
  const esm = new URL(manifest.exports["./esm/api"].import.default, pathToFileURL(manifestPath));
  for (const api of [require("tsx/cjs/api"), await import(esm.href)] as readonly { register(): unknown }[]) {
    api.register();
  }
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "object") return "an object without an objective";
  return `a value of type ${typeof value}`;
}
