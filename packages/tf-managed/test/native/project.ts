import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { NativeRuntime } from "../native-runtimes.js";

const program = fileURLToPath(new URL("../../dist/native/bin.js", import.meta.url));
const trainStep = fileURLToPath(new URL("fixtures/train-step.js", import.meta.url));
/** What the cache calls the library that the tests build with. */
const libraryName = "tensorflow-cpu-2.18.1";

/** How a program ended and what it printed. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder for one test, removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "shac-native-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A project with its own copy of a package, without a binding, as npm or pnpm lays it out. */
export function makeProject(
  { folder }: NativeRuntime,
  layout: "npm" | "pnpm" = "npm",
): { root: string; installed: string } {
  const root = temporaryFolder();
  const modules = join(root, layout === "npm" ? "node_modules" : "node_modules/.pnpm/package/node_modules");
  const name = basename(folder);
  const installed = join(modules, "@tensorflow", name);
  const lib = join(folder, "lib");
  cpSync(folder, installed, { recursive: true, filter: (path) => path !== lib });
  linkAll(join(folder, "../.."), modules, "@tensorflow");
  linkAll(join(folder, ".."), join(modules, "@tensorflow"), name);
  if (layout === "pnpm") {
    mkdirSync(join(root, "node_modules/@tensorflow"));
    symlinkSync(installed, join(root, "node_modules/@tensorflow", name));
  }
  return { root, installed };
}

/** A cache for one test with the unpacked library in it, but no binding. `XDG_CACHE_HOME` is to be `home`. */
export function cacheWithLibrary(): { home: string; library: string } {
  const home = temporaryFolder();
  const library = join(home, "shac", libraryName);
  mkdirSync(library, { recursive: true });
  linkAll(join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "shac", libraryName), library, "bindings");
  return { home, library };
}

function linkAll(from: string, to: string, except: string): void {
  for (const entry of readdirSync(from)) {
    if (entry !== except) symlinkSync(join(from, entry), join(to, entry));
  }
}

/** Runs the command in a project, on `node`. */
export function tfNative(
  project: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  node: string = process.execPath,
): Promise<Outcome> {
  const options = { cwd: project, env: { ...process.env, ...environment } };
  return new Promise((resolve) => {
    const child = execFile(node, [program, ...words], options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

/** Starts the command in a project in a process group of its own. */
export function startTfNative(project: string, environment: NodeJS.ProcessEnv): ChildProcess {
  const env = { ...process.env, ...environment };
  return spawn(process.execPath, [program], { cwd: project, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
}

/** Kills a program and all that it started. */
export async function killGroup(child: ChildProcess): Promise<void> {
  process.kill(-(child.pid as number), "SIGKILL");
  await once(child, "close");
}

/** What one step of training with the package in `folder` gave. */
export interface TrainStep {
  readonly backend: string;
  readonly isUsingGpuDevice: boolean;
  readonly isGPUPackage: boolean;
  readonly losses: readonly [number, number];
}

export function train(folder: string, node: string = process.execPath): Promise<TrainStep> {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" };
  return new Promise((resolve, reject) => {
    execFile(node, [trainStep, folder], { env }, (error, stdout) =>
      error ? reject(error) : resolve(JSON.parse(stdout.trim().split("\n").at(-1) as string) as TrainStep),
    );
  });
}

/** The bytes of every file of a package but its binding. */
export function filesOf(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.endsWith("tfjs_binding.node"))
      .map((path) => [path, readFileSync(path, "base64")]),
  );
}
