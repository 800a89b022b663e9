import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TfManagedOptions, tfManagedBackend } from "@shac/tf-managed";
import { afterEach, expect, it } from "vitest";
import { withBackend } from "./evaluations.js";
import { tfjsNodeGpu } from "./native-runtimes.js";

const module = new URL("./fixtures/uses-session.js", import.meta.url);
const { PATH, CUDA_VISIBLE_DEVICES } = process.env;

afterEach(() => {
  process.env.PATH = PATH;
  if (CUDA_VISIBLE_DEVICES === undefined) delete process.env.CUDA_VISIBLE_DEVICES;
  else process.env.CUDA_VISIBLE_DEVICES = CUDA_VISIBLE_DEVICES;
});

/** Puts a program called nvidia-smi first on PATH: it stands for a machine with these GPUs, and no GPU is there. */
function pretendGpus(script: string): void {
  const folder = mkdtempSync(join(tmpdir(), "shac-nvidia-smi-"));
  writeFileSync(join(folder, "nvidia-smi"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "nvidia-smi"), 0o755);
  process.env.PATH = `${folder}:${PATH}`;
  delete process.env.CUDA_VISIBLE_DEVICES;
}

const THREE_GPUS =
  'echo "0, GPU-8932f937-d72c, NVIDIA H100 80GB HBM3"; echo "1, GPU-5c3b1a00-1111, NVIDIA H100 80GB HBM3"; echo "2, GPU-8f6a2b44-2222, NVIDIA T4"';

/** What the workers of a backend see, by worker id. */
function environments(options: TfManagedOptions, workers: number) {
  return withBackend(module, options, async (evaluate) => {
    const all = Array.from({ length: workers }, () => evaluate({ do: "environment" }));
    const ids = await Promise.all(all.map(({ started }) => started));
    const seen = await Promise.all(all.map(async ({ result }) => (await result).attributes ?? {}));
    expect(new Set(ids).size).toBe(workers);
    return seen;
  });
}

it("every worker has a GPU of its own, as many as nvidia-smi lists", async () => {
  pretendGpus(THREE_GPUS);
  const seen = await environments({}, 3);
  expect(seen.map((each) => each?.CUDA_VISIBLE_DEVICES).sort()).toEqual(["0", "1", "2"]);
  for (const each of seen) {
    expect(each).toMatchObject({ CUDA_DEVICE_ORDER: "PCI_BUS_ID", TF_FORCE_GPU_ALLOW_GROWTH: "true" });
  }
});

it.skipIf(tfjsNodeGpu.isMissing)(
  `a list chooses GPUs, and two evaluations share one only when asked ${tfjsNodeGpu.needs}`,
  async () => {
    pretendGpus(THREE_GPUS);
    const seen = await environments({ maxGpuEvaluators: [2, 0], evaluatorsPerGpu: 2 }, 4);
    expect(seen.map((each) => each?.CUDA_VISIBLE_DEVICES).sort()).toEqual(["0", "0", "2", "2"]);
  },
);

it.skipIf(tfjsNodeGpu.isMissing)(
  `a worker whose GPU cannot be used says that it computes on the CPU ${tfjsNodeGpu.needs}`,
  async () => {
    pretendGpus('echo "0, GPU-0, A GPU that is not there"');
    const [seen] = await environments({ maxGpuEvaluators: 1 }, 1);
    expect(seen).toMatchObject({
      backend: "tfjs-node-gpu",
      device: "cpu 0 (GPU 0 was meant for it, but TensorFlow cannot use it)",
    });
  },
);

it("without GPUs workers see none, and have one thread each", async () => {
  pretendGpus(THREE_GPUS);
  const seen = await environments({ maxGpuEvaluators: 0, maxCpuEvaluators: 2, backend: "wasm" }, 2);
  expect(seen).toHaveLength(2);
  for (const each of seen) expect(each).toMatchObject({ CUDA_VISIBLE_DEVICES: "-1", TF_NUM_INTRAOP_THREADS: "1" });
});

it.each([
  ["2,1", ["1", "2"]],
  ["GPU-8f6a, GPU-8932f937-d72c", ["0", "2"]],
  // CUDA hides whatever follows what it does not know.
  ["1,7,2", ["1"]],
  ["", ["-1"]],
])("only GPUs that this process may see are given on: CUDA_VISIBLE_DEVICES=%s", async (visible, expected) => {
  pretendGpus(THREE_GPUS);
  process.env.CUDA_VISIBLE_DEVICES = visible;
  const seen = await environments({}, expected.length);
  expect(seen.map((each) => each?.CUDA_VISIBLE_DEVICES).sort()).toEqual(expected);
});

it("close() ends an open() that waits for nvidia-smi", async () => {
  pretendGpus("exec sleep 60");
  const backend = tfManagedBackend(module);
  const opening = backend.open({ id: "a", name: "a", fingerprint: "" }, () => {});
  opening.catch(() => {});
  await backend.close();
  await expect(opening).rejects.toMatchObject({
    code: "backend-closed",
    message: expect.stringContaining("tf-managed"),
  });
});

it.each<[string, TfManagedOptions, string]>([
  [
    THREE_GPUS,
    { maxGpuEvaluators: 4 },
    "maxGpuEvaluators is 4, but 3 GPUs can be used: nvidia-smi lists 0: NVIDIA H100 80GB HBM3, 1: NVIDIA H100 80GB HBM3, 2: NVIDIA T4. Give 3 or less.",
  ],
  [
    THREE_GPUS,
    { maxGpuEvaluators: [1, 5] },
    "maxGpuEvaluators lists GPU 5, but nvidia-smi lists 0: NVIDIA H100 80GB HBM3, 1: NVIDIA H100 80GB HBM3, 2: NVIDIA T4. Give others, or 0.",
  ],
  [
    "exit 0",
    { maxGpuEvaluators: 1 },
    "maxGpuEvaluators is 1, but 0 GPUs can be used: nvidia-smi lists no GPU. Give 0 for the CPU.",
  ],
  [
    'echo "NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver." >&2; exit 9',
    { maxGpuEvaluators: 1 },
    "maxGpuEvaluators is 1, but 0 GPUs can be used: nvidia-smi failed: NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver. Give 0 for the CPU.",
  ],
])(
  "GPUs that are not there are refused before the search, saying what was found (%#)",
  async (script, options, message) => {
    pretendGpus(script);
    const error = await withBackend(module, options, async () => undefined).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: "backend-failed", message });
  },
);

it("a machine without nvidia-smi has no GPU", async () => {
  process.env.PATH = "/nowhere";
  const opening = withBackend(module, { maxGpuEvaluators: 1 }, async () => {});
  await expect(opening).rejects.toThrow("maxGpuEvaluators is 1, but 0 GPUs can be used: there is no nvidia-smi.");
});
