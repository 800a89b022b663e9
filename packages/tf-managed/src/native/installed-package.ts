import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findManifest } from "../find-manifest.js";
import { NativeBindingError } from "./native-binding-error.js";

/** The packages whose binding can be built. */
export const nativePackages = ["tfjs-node", "tfjs-node-gpu"] as const;

export type NativePackage = (typeof nativePackages)[number];

/** A TensorFlow.js package as it lies in a project's node_modules. */
export interface InstalledPackage {
  readonly name: NativePackage;
  readonly version: string;
  readonly folder: string;
  /** Where the package looks for its binding. */
  readonly bindingFile: string;
  /** True when its install script fetched a binding with its own library, which is then the better one. */
  readonly hasOwnLibrary: boolean;
}

/**
 * Finds a package in the node_modules of the folder `project` or of one above it.
 * @throws NativeBindingError when it is not installed
 */
export function findInstalledPackage(name: NativePackage, project: string): InstalledPackage {
  const manifest = findManifest(`@tensorflow/${name}`, project);
  if (manifest === undefined) {
    throw new NativeBindingError(
      "package-not-installed",
      `@tensorflow/${name} is not installed in ${project}. Run: npm install --ignore-scripts @tensorflow/${name}`,
    );
  }
  const folder = dirname(manifest);
  return {
    name,
    version: (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version,
    folder,
    // The package asks for the newest Node-API version that it lists and Node has: 8.
    bindingFile: join(folder, "lib/napi-v8/tfjs_binding.node"),
    hasOwnLibrary: existsSync(join(folder, "deps/lib")),
  };
}

/** Those of the packages that are installed in `project`. */
export function findInstalledPackages(project: string): InstalledPackage[] {
  return nativePackages
    .filter((name) => findManifest(`@tensorflow/${name}`, project) !== undefined)
    .map((name) => findInstalledPackage(name, project));
}
