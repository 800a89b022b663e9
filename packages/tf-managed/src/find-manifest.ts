import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The package.json of a package in the node_modules of `folder` or of one above it, as ES modules find it. `require` also looks
 * in NODE_PATH, where pnpm's programs name packages that the project does not depend on.
 */
export function findManifest(name: string, folder: string): string | undefined {
  const manifest = join(folder, "node_modules", name, "package.json");
  if (existsSync(manifest)) return realpathSync(manifest);
  const above = dirname(folder);
  return above === folder ? undefined : findManifest(name, above);
}
