import { existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { withBuildLock } from "./build-lock.js";
import type { BuildLog } from "./build-log.js";
import { checkBinding } from "./check-binding.js";
import { bindingKey, compileBinding, compiler } from "./compile-binding.js";
import type { InstalledPackage } from "./installed-package.js";
import { NativeBindingError } from "./native-binding-error.js";
import { cacheFolder, emptyStagingFolder, isIntact, libraryFolder, provideLibrary } from "./tensorflow-library.js";
import type { TensorflowWheel } from "./tensorflow-wheel.js";

/** Options of `buildBinding`. */
export interface BindingOptions {
  readonly wheel: TensorflowWheel;
  /** The wheel, when it is here already; else it is downloaded. */
  readonly wheelFile?: string | undefined;
  readonly log: BuildLog;
}

/** A binding that has just been loaded and has computed. */
export interface ProvidedBinding {
  readonly device: "gpu" | "cpu";
  /** `there` when nothing had to be done, `own` when that is the binding of the package's install script. */
  readonly state: "built" | "there" | "own";
}

/** The binding that a package has, if it works: that of its install script, or what a build would give it now. */
export async function findWorkingBinding(
  target: InstalledPackage,
  wheel: TensorflowWheel,
): Promise<ProvidedBinding | undefined> {
  if (!target.hasOwnLibrary && !isInPlace(target, wheel)) return undefined;
  const check = await checkBinding(target);
  if ("failure" in check) return undefined;
  return { device: check.device, state: target.hasOwnLibrary ? "own" : "there" };
}

/**
 * Gives an installed package its native binding.
 * @throws NativeBindingError with what is missing; the package then has no binding, or the one it had
 */
export function buildBinding(target: InstalledPackage, options: BindingOptions): Promise<ProvidedBinding> {
  const waiting = () => options.log.step("Waiting for another build to end");
  return withBuildLock(cacheFolder(), waiting, async () => ({ device: await build(target, options), state: "built" }));
}

/** Builds, and once more from the start when what was cached is at fault. */
async function build(target: InstalledPackage, options: BindingOptions): Promise<"gpu" | "cpu"> {
  const { wheel, wheelFile, log } = options;
  const library = libraryFolder(wheel);
  const staging = await emptyStagingFolder();
  try {
    const isCached = existsSync(library);
    if (!isCached) await provideLibrary(wheel, wheelFile, staging, log);
    try {
      return await compileAndInstall(target, options, staging);
    } catch (error) {
      if (!isCached || !isFaultOfFiles(error)) throw error;
      log.step(`Something cached is at fault (${error.message.split("\n")[0]}); checking ${library}`);
      if (await isIntact(wheel)) {
        await rm(join(library, "bindings"), { recursive: true, force: true });
      } else {
        await rm(library, { recursive: true, force: true });
        await provideLibrary(wheel, wheelFile, staging, log);
      }
      return await compileAndInstall(target, options, staging);
    }
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function isFaultOfFiles(error: unknown): error is NativeBindingError {
  return error instanceof NativeBindingError && (error.code === "compiler-failed" || error.code === "binding-fails");
}

async function compileAndInstall(
  target: InstalledPackage,
  { wheel, log }: BindingOptions,
  staging: string,
): Promise<"gpu" | "cpu"> {
  const binding = cachedBinding(target, wheel);
  if (!existsSync(binding)) {
    log.step(`Compiling the binding with ${compiler()}`);
    await compile(target, libraryFolder(wheel), binding, staging);
  }
  await install(binding, target.bindingFile);
  const check = await checkBinding(target);
  if ("device" in check) return check.device;
  await rm(target.bindingFile);
  throw new NativeBindingError(
    "binding-fails",
    `The binding of @tensorflow/${target.name} ${target.version} was built, but does not work: ${check.failure}.`,
  );
}

async function compile(target: InstalledPackage, library: string, binding: string, staging: string): Promise<void> {
  const file = join(staging, "tfjs_binding.node");
  await compileBinding(target.folder, library, file);
  await mkdir(dirname(binding), { recursive: true });
  await rename(file, binding);
}

/** A new file under the old name, so that a process that has the old one loaded keeps it. */
async function install(binding: string, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const copy = `${file}.${process.pid}`;
  await copyFile(binding, copy);
  await rename(copy, file);
}

function cachedBinding(target: InstalledPackage, wheel: TensorflowWheel): string {
  const library = libraryFolder(wheel);
  return join(library, "bindings", `${bindingKey(target.folder, library)}.node`);
}

function isInPlace(target: InstalledPackage, wheel: TensorflowWheel): boolean {
  const binding = cachedBinding(target, wheel);
  if (!existsSync(binding) || !existsSync(target.bindingFile)) return false;
  return readFileSync(binding).equals(readFileSync(target.bindingFile));
}
