import type { Manifest, Project } from "./project.js";

/** What a study adds to a package.json. */
export interface Additions {
  /** Name of the script that runs the study; another one's is not taken without `force`. */
  readonly script: string;
  readonly command: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** A package.json with its additions. */
export interface ManifestChange {
  readonly content: string;
  /** What was added, for people: `script tune`, `dependency @shac/core`. */
  readonly added: readonly string[];
}

/** A package that is there already stays as it is, wherever it is listed. */
export function addToManifest({ manifestText, manifest }: Project, additions: Additions): ManifestChange {
  const isNew = (name: string): boolean => !isListed(manifest, name);
  const dependencies = pick(additions.dependencies, isNew);
  const devDependencies = pick(additions.devDependencies, isNew);
  const { script, command } = additions;
  const hasScript = manifest.scripts?.[script] === command;
  const changed: Manifest = {
    ...(manifestText === undefined ? { private: true } : {}),
    ...manifest,
    scripts: { ...manifest.scripts, [script]: command },
    ...merged("dependencies", manifest.dependencies, dependencies),
    ...merged("devDependencies", manifest.devDependencies, devDependencies),
  };
  return {
    content: `${JSON.stringify(changed, undefined, indentOf(manifestText))}\n`,
    added: [
      ...(hasScript ? [] : [`script ${script}`]),
      ...Object.keys(dependencies).map((name) => `dependency ${name}`),
      ...Object.keys(devDependencies).map((name) => `devDependency ${name}`),
    ],
  };
}

export function isListed({ dependencies, devDependencies }: Manifest, name: string): boolean {
  return Object.hasOwn({ ...dependencies, ...devDependencies }, name);
}

function pick(packages: Readonly<Record<string, string>>, isWanted: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(Object.entries(packages).filter(([name]) => isWanted(name)));
}

/** Package managers keep the names in order. */
function merged(
  member: string,
  before: Readonly<Record<string, unknown>> = {},
  added: Readonly<Record<string, string>>,
) {
  if (Object.keys(added).length === 0) return {};
  const all = Object.entries({ ...before, ...added }).sort(([a], [b]) => (a < b ? -1 : 1));
  return { [member]: Object.fromEntries(all) };
}

function indentOf(text: string | undefined): string {
  return /^\{\r?\n([ \t]+)"/.exec(text ?? "")?.[1] ?? "  ";
}
