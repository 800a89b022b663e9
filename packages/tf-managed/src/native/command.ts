import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildLog } from "./build-log.js";
import {
  findInstalledPackage,
  findInstalledPackages,
  type InstalledPackage,
  type NativePackage,
  nativePackages,
} from "./installed-package.js";
import { isDiskError, NativeBindingError } from "./native-binding-error.js";
import { buildBinding, findWorkingBinding, type ProvidedBinding } from "./provide-binding.js";
import { cacheFolder } from "./tensorflow-library.js";
import { tensorflowWheels } from "./tensorflow-wheel.js";

const usage = `Usage: shac-tf-native [options] [tfjs-node] [tfjs-node-gpu]

Builds the native binding of @tensorflow/tfjs-node and @tensorflow/tfjs-node-gpu, as installed in the project in this folder, from
the TensorFlow library of the Python Package Index; for networks that do not reach the server of their install scripts. Without
a name it takes those that are installed. It needs x86-64 Linux and a C++ compiler, and no Python.

Options:
  --cpu          build tfjs-node-gpu with the library of tfjs-node, a third of the download; it then computes on the CPU
  --wheel FILE   take the library from this wheel instead of downloading it
  -h, --help     print this

Environment:
  PIP_INDEX_URL   the package index, by default https://pypi.org/simple
  CXX             the C++ compiler, by default c++
  XDG_CACHE_HOME  libraries and bindings are kept in its folder shac, by default ~/.cache/shac

A second call only checks what is there. Exit code: 0 every binding works, 1 one could not be built, 2 wrong usage.
`;

/** A command line that cannot be carried out. */
class UsageError extends Error {}

/** Runs the command with these arguments, prints for people, and resolves to its exit code. */
export async function runTfNative(words: readonly string[]): Promise<number> {
  try {
    const { names, values } = parse(words);
    if (values.help) {
      process.stdout.write(usage);
      return 0;
    }
    checkPlatform();
    const jobs = findTargets(names).map((target) => {
      const needsCuda = target.name === "tfjs-node-gpu" && !values.cpu;
      return { target, needsCuda, wheel: tensorflowWheels[needsCuda ? "cuda" : "cpu"] };
    });
    const found = await Promise.all(jobs.map(({ target, wheel }) => findWorkingBinding(target, wheel)));
    const options = { wheelFile: values.wheel && resolve(values.wheel), log: buildLog(process.stderr) };
    for (const [i, { target, needsCuda, wheel }] of jobs.entries()) {
      const binding = found[i] ?? (await buildBinding(target, { wheel, ...options }));
      console.log(`@tensorflow/${target.name} ${target.version}: ${describe(binding, needsCuda)}`);
    }
    return 0;
  } catch (error) {
    return fail(error);
  }
}

function parse(words: readonly string[]) {
  const options = {
    cpu: { type: "boolean" },
    wheel: { type: "string" },
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    const { positionals, values } = parseArgs({ args: [...words], allowPositionals: true, options });
    const names = positionals.map((word) => {
      const name = nativePackages.find((known) => word === known || word === `@tensorflow/${known}`);
      if (name === undefined) throw new UsageError(`"${word}" is neither tfjs-node nor tfjs-node-gpu.`);
      return name;
    });
    if (values.wheel !== undefined && !existsSync(values.wheel)) {
      throw new UsageError(`There is no file "${values.wheel}" for --wheel.`);
    }
    return { names, values };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message);
  }
}

function findTargets(names: readonly NativePackage[]): InstalledPackage[] {
  if (names.length > 0) return names.map((name) => findInstalledPackage(name, process.cwd()));
  const found = findInstalledPackages(process.cwd());
  return found.length > 0 ? found : [findInstalledPackage("tfjs-node", process.cwd())];
}

function checkPlatform(): void {
  const { platform, arch } = process;
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  if (platform === "linux" && arch === "x64" && header.glibcVersionRuntime !== undefined) return;
  const libc = platform === "linux" && header.glibcVersionRuntime === undefined ? " without glibc" : "";
  throw new NativeBindingError(
    "unsupported-platform",
    `Bindings are built for x86-64 Linux with glibc, and this is ${platform} on ${arch}${libc}. Take the WASM backend here: npm install @tensorflow/tfjs @tensorflow/tfjs-backend-wasm`,
  );
}

function describe({ device, state }: ProvidedBinding, needsCuda: boolean): string {
  const source = { built: "in place now", there: "there already", own: "that of its install script" }[state];
  const reason = needsCuda && device === "cpu" ? "; TensorFlow found no GPU that it can use" : "";
  return `the binding is ${source} and computes on the ${device.toUpperCase()}${reason}.`;
}

function fail(error: unknown): number {
  if (error instanceof UsageError) {
    console.error(`${error.message} See shac-tf-native --help.`);
    return 2;
  }
  if (isDiskError(error)) {
    console.error(
      `Cannot write to the package or to ${cacheFolder()}: ${error.message}. A build needs 1 GB there, 2 GB for CUDA; XDG_CACHE_HOME names another place.`,
    );
    return 1;
  }
  if (!(error instanceof NativeBindingError)) throw error;
  console.error(error.message);
  return 1;
}
