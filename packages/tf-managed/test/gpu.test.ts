import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { train, withBackend } from "./evaluations.js";
import { tfjsNodeGpu } from "./native-runtimes.js";

/** Rows of what nvidia-smi answers; none where there is no GPU. */
function ask(query: string): string[][] {
  const { status, stdout } = spawnSync("nvidia-smi", [query, "--format=csv,noheader,nounits"], { encoding: "utf8" });
  if (status !== 0) return [];
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => line.split(",").map((cell) => cell.trim()));
}

const gpus = ask("--query-gpu=uuid").map(([uuid = ""]) => uuid);
const here = gpus.length === 0 ? "(not run: nvidia-smi lists no GPU)" : tfjsNodeGpu.needs;

/** How many processes compute on each GPU; process ids differ between a container and nvidia-smi. */
function processes(): number[] {
  const rows = ask("--query-compute-apps=gpu_uuid,pid");
  return gpus.map((uuid) => rows.filter(([own]) => own === uuid).length);
}

it.skipIf(gpus.length === 0 || tfjsNodeGpu.isMissing)(
  `each evaluation computes on a GPU of its own, which nvidia-smi sees at work ${here}`,
  async () => {
    const before = processes();
    await withBackend(train, { backend: "tfjs-node-gpu" }, async (evaluate) => {
      const running = gpus.map(() => evaluate({ do: "obey" }));
      await Promise.all(running.map(({ logged }) => logged));
      expect(processes()).toEqual(before.map((count) => count + 1));
      await expect
        .poll(() => ask("--query-gpu=utilization.gpu").map(([share]) => Number(share) > 0), { timeout: 30_000 })
        .toEqual(gpus.map(() => true));
      for (const { abort } of running) abort.abort(new Error("enough"));
      await Promise.allSettled(running.map(({ result }) => result));
    });
    await expect.poll(processes, { timeout: 10_000 }).toEqual(before);
  },
);

it.skipIf(gpus.length === 0 || tfjsNodeGpu.isMissing)(`says that it used the GPU ${here}`, () =>
  withBackend(train, { backend: "tfjs-node-gpu", maxGpuEvaluators: 1 }, async (evaluate) => {
    expect((await evaluate().result).attributes).toMatchObject({ device: expect.stringMatching(/^gpu \d/) });
  }),
);
