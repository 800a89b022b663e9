import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { detect, getUserAgent } from "package-manager-detector";
import { shortPath } from "../output/error-text.js";
import { UsageError } from "../usage-error.js";

/** The members of a package.json that matter here, as far as they are what they should be. */
export interface Manifest {
  readonly type?: unknown;
  readonly scripts?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, unknown>>;
  readonly devDependencies?: Readonly<Record<string, unknown>>;
}

/** Where a study file goes. */
export interface Project {
  /** Its folder, absolute. */
  readonly folder: string;
  /** Of its package.json; undefined where there is none. */
  readonly manifestText: string | undefined;
  readonly manifest: Manifest;
  readonly isModule: boolean;
  readonly usesTypeScript: boolean;
}

/**
 * The project that a file in `folder` belongs to, as npm sees it: the nearest folder upwards with a package.json; else the
 * working directory where that holds `folder`, else `folder`.
 *
 * @throws UsageError for a package.json that cannot be read
 */
export function findProject(folder: string): Project {
  const found = nearestManifest(resolve(folder));
  const isBelow = !relative(process.cwd(), resolve(folder)).startsWith("..");
  const own = found ?? (isBelow ? process.cwd() : resolve(folder));
  const manifestText = found === undefined ? undefined : readFileSync(join(own, "package.json"), "utf8");
  const manifest = manifestText === undefined ? { type: "module" } : parseManifest(manifestText, own);
  const { dependencies, devDependencies } = manifest;
  return {
    folder: own,
    manifestText,
    manifest,
    isModule: manifest.type === "module",
    usesTypeScript: existsSync(join(own, "tsconfig.json")) || "typescript" in { ...dependencies, ...devDependencies },
  };
}

/** `npm`, `pnpm`, `yarn`, `bun` ...: by the project's lockfile or package.json, else the one that runs this program. */
export async function findPackageManager({ folder }: Project): Promise<string> {
  const detected = await detect({ cwd: folder, strategies: ["lockfile", "packageManager-field"] });
  return detected?.name ?? getUserAgent() ?? "npm";
}

function nearestManifest(folder: string): string | undefined {
  if (existsSync(join(folder, "package.json"))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : nearestManifest(above);
}

function parseManifest(text: string, folder: string): Manifest {
  const path = shortPath(join(folder, "package.json"));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${path} is not JSON: ${(cause as Error).message.replaceAll(/\s+/g, " ")}.`, { cause });
  }
  if (!isObject(json)) throw new UsageError(`${path} is no package.json; it must hold an object.`);
  for (const member of ["scripts", "dependencies", "devDependencies"]) {
    if (json[member] !== undefined && !isObject(json[member])) {
      throw new UsageError(`${path} is no package.json; its ${member} must be an object.`);
    }
  }
  return json;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
