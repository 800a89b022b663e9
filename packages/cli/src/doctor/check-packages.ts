import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Check } from "./check.js";

/** What a study may use, and what for. */
const PACKAGES = {
  "@shac/core": "search spaces, samplers, studies",
  "@shac/threading": "evaluations in threads and processes",
  "@shac/tf-managed": "evaluations in TensorFlow.js sessions",
  "@tensorflow/tfjs": "training in JavaScript",
  "@tensorflow/tfjs-node": "training on the CPU",
  "@tensorflow/tfjs-node-gpu": "training on NVIDIA GPUs",
  "@tensorflow/tfjs-backend-wasm": "training in WebAssembly",
  "@shac/onnx": "evaluations on ONNX Runtime sessions",
  "onnxruntime-node": "running ONNX models",
  bullmq: "evaluations on other machines through Redis",
};

/** Packages that files in `folder` can import, with their versions. */
export function checkPackages(folder: string): Check[] {
  const require = createRequire(join(folder, "study.js"));
  return Object.entries(PACKAGES).map(([name, purpose]) => {
    // Not every package lets its package.json be imported.
    const places = require.resolve.paths(name) ?? [];
    const manifest = places.map((place) => join(place, name, "package.json")).find((path) => existsSync(path));
    if (manifest === undefined) return { name, state: "absent", detail: `not installed (${purpose})` };
    const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string };
    return { name, state: "ok", detail: version };
  });
}
