import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type EvaluatorBackend, inlineBackend, MissingDependencyError, ShacError } from "@shac/core";
import type * as Onnx from "@shac/onnx";
import type * as TfManaged from "@shac/tf-managed";
import type * as Threading from "@shac/threading";
import type { RunFlags } from "../command-line/flags.js";
import { explainImport } from "../modules/explain-import.js";
import { findPackage } from "../modules/find-package.js";
import { importModule } from "../modules/import-module.js";
import { shortPath } from "../output/error-text.js";
import type { AnyDefinition, LoadedStudy } from "../study/load-study.js";
import { isStudyFile } from "../study/study-file.js";
import { UsageError } from "../usage-error.js";
import { withPrinting } from "./inline-printing.js";
import { checkQueueFlags, QUEUE_BACKEND, queueBackend } from "./queue-backend.js";
import { checkTfFlags, tfOptions } from "./tf-options.js";

type BackendFactory = NonNullable<AnyDefinition["backend"]>;

const THREADING = "@shac/threading";

/** Backends by the name that the command line has for them, and the packages that make them of a study file. */
const PACKAGED = {
  processes: { package: THREADING, create: "processBackend" },
  threads: { package: THREADING, create: "threadBackend" },
  onnx: { package: "@shac/onnx", create: "onnxBackend" },
  "tf-managed": { package: "@shac/tf-managed", create: "tfManagedBackend" },
} as const;

type PackagedName = keyof typeof PACKAGED;

type CreateBackend =
  | typeof Threading.processBackend
  | typeof Threading.threadBackend
  | typeof Onnx.onnxBackend
  | typeof TfManaged.tfManagedBackend;

/**
 * Where the study is evaluated: what `--backend` says, else the study file's own backend, else processes where
 * @shac/threading is installed beside the study file, else this process.
 *
 * @throws UsageError, MissingDependencyError; whatever a factory throws
 */
export async function chooseBackend(loaded: LoadedStudy, flags: RunFlags): Promise<EvaluatorBackend> {
  const { definition, url } = loaded;
  const { backend, workers, memoryLimit } = flags;
  checkQueueFlags(flags);
  checkTfFlags(flags);
  if (backend === QUEUE_BACKEND) return queueBackend(url, flags);
  if (isPackaged(backend)) return packagedBackend(backend, url, flags);
  const own = backend === undefined ? definition.backend : undefined;
  const wantsPool = hasThreading(url) || workers !== undefined || memoryLimit !== undefined;
  if (backend === undefined && own === undefined && wantsPool) return packagedBackend("processes", url, flags);
  if (memoryLimit !== undefined) throw new UsageError(noLimit(backend));
  const factory = own ?? (isModule(backend) ? await importFactory(backend, url) : undefined);
  if (factory !== undefined) return createBackend(factory, url, workers === undefined ? {} : { workers });
  return withPrinting(inlineBackend(definition.objective, workers === undefined ? {} : { concurrency: workers }));
}

/** Why no memory is limited. @param backend what `--backend` says; undefined: the study file names its own */
function noLimit(backend: string | undefined): string {
  const where = backend === undefined ? "the study file's own backend" : `the backend ${JSON.stringify(backend)}`;
  const mend = isModule(backend) || backend === undefined ? ", or set the limit where that backend is made" : "";
  return `--memory-limit does not reach ${where}; add one of --backend ${Object.keys(PACKAGED).join(", ")}${mend}.`;
}

/** Whether studies of this file can be evaluated on several cores. */
export function hasThreading(studyFile: URL): boolean {
  return findPackage(THREADING, studyFile) !== undefined;
}

function isPackaged(backend: string | undefined): backend is PackagedName {
  return backend !== undefined && Object.hasOwn(PACKAGED, backend);
}

async function packagedBackend(name: PackagedName, studyFile: URL, flags: RunFlags): Promise<EvaluatorBackend> {
  const { workers, memoryLimit } = flags;
  const { package: dependency, create } = PACKAGED[name];
  const path = findPackage(dependency, studyFile);
  if (path === undefined) throw new MissingDependencyError(dependency, `The backend ${name}`);
  const exported: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
  return (exported[create] as CreateBackend)(studyFile, {
    ...(name === "tf-managed" ? tfOptions(flags) : workers !== undefined && { workers }),
    ...(memoryLimit === undefined ? {} : { memoryLimitMb: memoryLimit }),
  });
}

/** @throws UsageError where the factory needs a package that is missing, or has a fault of its own */
async function createBackend(
  factory: BackendFactory,
  studyFile: URL,
  flags: Parameters<BackendFactory>[1],
): Promise<EvaluatorBackend> {
  try {
    return await factory(studyFile, flags);
  } catch (error) {
    if (ShacError.isInstance(error)) throw error;
    const path = fileURLToPath(studyFile);
    throw new UsageError(`The backend of ${shortPath(path)} ${explainImport(error, path)}`, { cause: error });
  }
}

function isModule(backend: string | undefined): backend is string {
  return backend !== undefined && backend !== "inline";
}

/** What a package beside the study file, or a file, exports as `backend`. */
async function importFactory(module: string, studyFile: URL): Promise<BackendFactory> {
  const shown = JSON.stringify(module);
  const isFile = module.startsWith(".") || module.startsWith("/") || isStudyFile(module);
  const path = isFile ? resolve(module) : findPackage(module, studyFile);
  if (path === undefined) {
    const known = `inline, ${Object.keys(PACKAGED).join(", ")}, bullmq, or a package or file that exports one as backend`;
    throw new UsageError(`The backend ${shown} is not known, and no such package is installed; give ${known}.`);
  }
  let exported: { readonly backend?: unknown };
  try {
    exported = (await importModule(pathToFileURL(path))) as typeof exported;
  } catch (error) {
    throw new UsageError(`The backend ${shown} ${explainImport(error, path)}`, { cause: error });
  }
  if (typeof exported.backend === "function") return exported.backend as BackendFactory;
  throw new UsageError(`${shown} has no backend; it must export a function backend(studyFile, { workers }).`);
}
