import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** A TensorFlow.js package with a native binding, for the tests that run on it. */
export interface NativeRuntime {
  /** The installed package. */
  readonly folder: string;
  /** True when it has no binding, so that its tests must be skipped. */
  readonly isMissing: boolean;
  /** Ends the title of every test that needs it, and says why it is missing. */
  readonly needs: string;
}

// Set by `npm test`, which builds the bindings: why each has none.
const failures = JSON.parse(process.env.TF_BINDINGS || "{}") as Record<string, string>;

/** `it.skipIf(tfjsNode.isMissing)(`trains ${tfjsNode.needs}`, ...)` */
export const tfjsNode: NativeRuntime = find("tfjs-node");
export const tfjsNodeGpu: NativeRuntime = find("tfjs-node-gpu");

function find(name: string): NativeRuntime {
  const folder = dirname(createRequire(import.meta.url).resolve(`@tensorflow/${name}/package.json`));
  const isBuilt = existsSync(join(folder, "lib/napi-v8/tfjs_binding.node"));
  const reason = failures[name] || "npm test builds it";
  return { folder, isMissing: !isBuilt || Boolean(failures[name]), needs: `[needs the binding of ${name}: ${reason}]` };
}
