import { setImmediate as turn } from "node:timers/promises";
import type { JsonObject, ObjectiveContext } from "@shac/core";
import type { EvaluationRuntime } from "@shac/threading";
import type { TfDevice } from "../devices.js";
import { type LoadedTf, loadTf } from "../load-tf.js";
import type { TfBackendName } from "../options.js";
import { garbageCollector } from "../session/garbage.js";
import { GraphScope } from "../session/graph-scope.js";
import { findLayerNames } from "../session/layer-names.js";
import { createSession, type TfContext } from "../session/managed-session.js";
import { seedDatasetShuffles, seedMathRandom } from "../session/seeding.js";

/** What the parent tells each worker. */
export interface TfRuntimeOptions extends JsonObject {
  readonly moduleUrl: string;
  readonly backend: TfBackendName | "auto";
  /** The GPU of each worker, by its id; empty when none has one. */
  readonly gpus: readonly number[];
  /** Evaluations. */
  readonly recycleAfter: number;
  /** Bytes. */
  readonly recycleAbove: number;
}

/** Loads TensorFlow.js into this process and gives every evaluation a session of its own. */
export async function createTfRuntime(
  { moduleUrl, backend: wanted, gpus, recycleAfter, recycleAbove }: TfRuntimeOptions,
  workerId: number,
): Promise<EvaluationRuntime<TfContext>> {
  const loaded = await loadTf(wanted, moduleUrl);
  const { tf, backend, usesGpu } = loaded;
  const gpu = gpus[workerId % gpus.length];
  const device: TfDevice = usesGpu ? { type: "gpu", index: gpu ?? 0 } : { type: "cpu", index: workerId };
  const where = describe(loaded, device, gpu);
  const forgetLayerNames = findLayerNames(tf);
  const scope = new GraphScope(tf);
  seedDatasetShuffles(tf);
  const collectGarbage = garbageCollector();
  let count = 0;

  const begin = async (base: ObjectiveContext) => {
    count++;
    await scope.open();
    forgetLayerNames();
    const unseed = seedMathRandom(base.seed);
    const activities = countActivities();
    const { session, dispose } = createSession({ backend, device }, tf, () => scope.memory());
    const context: TfContext = Object.assign(Object.create(base), { tf, session });
    const end = async () => {
      await dispose((error) => base.log(`A function given to session.onDispose threw: ${String(error)}`));
      const tensorsLeaked = scope.countLoose();
      const { numBytes: bytesHeld } = scope.memory();
      unseed();
      await scope.close();
      // What was left running goes on in the turn that follows.
      await turn();
      collectGarbage();
      const isQuiet = countActivities() <= activities;
      const isUsedUp = count >= recycleAfter || process.memoryUsage.rss() > recycleAbove;
      return {
        attributes: { ...where, tensorsLeaked, bytesHeld },
        recycle: !scope.isClean || !isQuiet || isUsedUp,
      };
    };
    return { context, end };
  };
  const isWorthTelling = wanted === "auto" || isUnusable(device, gpu);
  return { ...(isWorthTelling && { notice: noticeOf(loaded, gpu) }), begin, close: async () => {} };
}

// biome-ignore lint/style/noDefaultExport: this is how a worker finds a runtime.
export default createTfRuntime;

/** Timers, connections and the like that keep the process busy, such as a fit that nobody awaited. */
function countActivities(): number {
  // Node counts a file that was read or written for some while after it was closed.
  return process.getActiveResourcesInfo().filter((name) => !name.startsWith("FSReq") && name !== "CloseReq").length;
}

/** What was chosen, as attributes of every trial. */
function describe({ backend, choice }: LoadedTf, device: TfDevice, gpu: number | undefined): Record<string, string> {
  const place = `${device.type} ${device.index}`;
  return {
    backend,
    backendChoice: choice,
    device: isUnusable(device, gpu) ? `${place} (GPU ${gpu} was meant for it, but TensorFlow cannot use it)` : place,
  };
}

/** Which was chosen and why, for the beginning of a search. */
function noticeOf({ choice, usesGpu }: LoadedTf, gpu: number | undefined): string {
  const gpuFault = usesGpu || gpu === undefined ? "" : `; GPU ${gpu} cannot be used`;
  return `TensorFlow.js computes on the ${usesGpu ? "GPU" : "CPU"}, by ${choice}${gpuFault}.`;
}

function isUnusable(device: TfDevice, gpu: number | undefined): boolean {
  return gpu !== undefined && device.type === "cpu";
}
