import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { NativeBindingError } from "./native-binding-error.js";

const require = createRequire(import.meta.url);
const { include_dir: headers } = require("node-api-headers") as { include_dir: string };

const flags = ["-std=c++17", "-O2", "-fPIC", "-shared", "-DNAPI_VERSION=8"];

/** The C++ compiler: that of the environment variable CXX, else c++. */
export function compiler(): string {
  return process.env.CXX || "c++";
}

/** Changes with all that a binding is made of: its sources, how they are compiled, and the library that it loads. */
export function bindingKey(packageFolder: string, library: string): string {
  const hash = createHash("sha256").update(JSON.stringify([flags, library]));
  const sources = join(packageFolder, "binding");
  for (const name of readdirSync(sources).sort()) hash.update(name).update(readFileSync(join(sources, name)));
  return hash.digest("hex").slice(0, 16);
}

/**
 * Compiles the binding of the package in `packageFolder` to `file`; it will look for TensorFlow in the folder `library` alone.
 * @throws NativeBindingError without a compiler, or with what the compiler says
 */
export async function compileBinding(packageFolder: string, library: string, file: string): Promise<void> {
  const sources = ["tfjs_backend.cc", "tfjs_binding.cc"].map((name) => join(packageFolder, "binding", name));
  const includes = [headers, join(library, "include"), packageFolder].map((folder) => `-I${folder}`);
  const link = ["-L", library, "-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2"];
  const runPath = ["-Xlinker", "-rpath", "-Xlinker", library];
  try {
    await promisify(execFile)(compiler(), [...flags, ...includes, ...sources, "-o", file, ...link, ...runPath]);
  } catch (error) {
    const { code, stderr = "", message } = error as Error & { code?: unknown; stderr?: string };
    if (code === "ENOENT") {
      throw new NativeBindingError(
        "no-compiler",
        `There is no C++ compiler "${compiler()}" on PATH to compile the binding with. Run: apt-get install g++ (or dnf install gcc-c++), or name one in the environment variable CXX.`,
        { cause: error },
      );
    }
    throw new NativeBindingError("compiler-failed", `${compiler()} cannot compile the binding:\n${stderr || message}`, {
      cause: error,
    });
  }
}
