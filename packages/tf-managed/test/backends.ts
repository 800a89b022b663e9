import type { TfBackendName } from "@shac/tf-managed";
import { type NativeRuntime, tfjsNode, tfjsNodeGpu } from "./native-runtimes.js";

interface TestedBackend {
  readonly backend: TfBackendName;
  readonly isMissing: boolean;
  /** End of a title. */
  readonly needs: string;
}

const native = (backend: TfBackendName, { isMissing, needs }: NativeRuntime) => ({ backend, isMissing, needs });

/** The builds of TensorFlow.js that tests run on. */
export const testedBackends: readonly TestedBackend[] = [
  { backend: "wasm", isMissing: false, needs: "" },
  native("tfjs-node", tfjsNode),
  native("tfjs-node-gpu", tfjsNodeGpu),
];
