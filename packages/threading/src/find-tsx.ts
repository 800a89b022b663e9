import { createRequire } from "node:module";
import { argv, features } from "node:process";
import { MissingDependencyError } from "@shac/core";

/**
 * Path of tsx's package.json, with which a worker can import the module at `url`; undefined when Node can by itself.
 * tsx is looked for here, beside the module, and beside the program that runs.
 *
 * @throws MissingDependencyError for TypeScript on a Node that does not know it, without tsx
 */
export function findTsx(url: URL): string | undefined {
  if (!/\.[mc]?tsx?$/.test(url.pathname)) return undefined;
  for (const from of [import.meta.url, url.href, argv[1]]) {
    try {
      if (from !== undefined) return createRequire(from).resolve("tsx/package.json");
    } catch {
      // Not there.
    }
  }
  if ("typescript" in features && features.typescript) return undefined;
  throw new MissingDependencyError("tsx", `To load ${url.pathname.split("/").at(-1)}, Node ${process.version}`);
}
