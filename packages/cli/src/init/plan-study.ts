import { existsSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { isInstalled } from "../modules/find-package.js";
import { shortPath } from "../output/error-text.js";
import { shellWord } from "../terminal/shell-word.js";
import { UsageError } from "../usage-error.js";
import { addToManifest, isListed } from "./package-json.js";
import { findPackageManager, findProject, type Project } from "./project.js";
import { companionContent, studyText, TEMPLATES, type TemplateName } from "./templates.js";
import type { NewFile } from "./write-files.js";

/** What `shac init` is about to do. */
export interface StudyPlan {
  readonly files: readonly NewFile[];
  /** What is there already and would be lost, for people. */
  readonly conflicts: readonly string[];
  /** What to type next, in order. */
  readonly next: readonly string[];
}

const ENDINGS = [".ts", ".mts", ".js", ".mjs"];

/** The file that a study goes to unless another one is given. */
export function defaultFile(project: Project): string {
  return asModule(`study.${project.usesTypeScript ? "ts" : "js"}`, project);
}

/** Why a study file cannot have this name in its project; undefined when it can. */
export function whyNotFile(file: string): string | undefined {
  const ending = extname(file);
  if (!ENDINGS.includes(ending)) return `The name of a study file ends in ${ENDINGS.join(", ")}; give another name.`;
  if (!/^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_-]*$/u.test(basename(file, ending))) {
    return `The study is named like its file, by letters, digits, _ and -; give another name.`;
  }
  return undefined;
}

/** Where the package.json does not make it an ES module by itself, its ending has to: `.mts` for `.ts`, `.mjs` for `.js`. */
function asModule(file: string, { isModule }: Project): string {
  return isModule ? file : file.replace(/\.([jt]s)$/, ".m$1");
}

/** @throws UsageError when the file cannot be a study file */
export async function planStudy(template: TemplateName, file: string, version: string): Promise<StudyPlan> {
  const problem = whyNotFile(file);
  if (problem !== undefined) throw new UsageError(`${JSON.stringify(file)} cannot be taken: ${problem}`);
  const project = findProject(dirname(file));
  const named = asModule(file, project);
  const path = resolve(named);
  const ending = extname(path);
  const stem = basename(path, ending);
  const { shac, others, companion, run } = TEMPLATES[template];
  const beside = companion === undefined ? undefined : join(dirname(path), `${stem}-${companion}`);
  const inProject = (name: string): string => shellWord(relative(project.folder, name).replaceAll("\\", "/"));
  const words = run?.replace("{companion}", inProject(beside ?? ""));
  const command = ["shac run", inProject(path), ...(words === undefined ? [] : [words])].join(" ");
  const script = scriptFor(project, command, stem);
  const range = (names: readonly string[]) => Object.fromEntries(names.map((name) => [`@shac/${name}`, `^${version}`]));
  const isTool = template === "function";
  const dependencies = { ...range(["core", ...(isTool ? [] : shac)]), ...others };
  const devDependencies = range(["cli", ...(isTool ? shac : [])]);
  const change = addToManifest(project, { script, command, dependencies, devDependencies });
  const isReady = Object.keys({ ...dependencies, ...devDependencies }).every(
    (name) => isListed(project.manifest, name) && isInstalled(name, project.folder),
  );
  const text = studyText(template, stem, /ts$/.test(ending) ? "typescript" : "javascript");
  const files = [
    { path, content: text, ...(named === file ? {} : { note: 'package.json has no "type": "module"' }) },
    ...(beside === undefined ? [] : [{ path: beside, content: companionContent(template) }]),
  ];
  const { folder, manifest } = project;
  const packageManager = await findPackageManager(project);
  const manifestPath = join(folder, "package.json");
  const before = manifest.scripts?.[script];
  return {
    files: [...files, ...(change.added.length === 0 ? [] : [{ path: manifestPath, ...change }])],
    conflicts: [
      ...files.filter((each) => existsSync(each.path)).map((each) => shortPath(each.path)),
      ...(before === undefined || before === command ? [] : [`the script ${script} of ${shortPath(manifestPath)}`]),
    ],
    next: [
      ...(folder === process.cwd() ? [] : [`cd ${shellWord(shortPath(folder))}`]),
      ...(isReady ? [] : [`${packageManager} install`]),
      `${packageManager} run ${script}`,
    ],
  };
}

/** `tune`, or where that runs something else `tune:NAME`. */
function scriptFor({ manifest }: Project, command: string, stem: string): string {
  const before = manifest.scripts?.tune;
  return before === undefined || before === command ? "tune" : `tune:${stem}`;
}
