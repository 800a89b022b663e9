import { categorical, defineStudy, float, int, ordinal, type ParamsOf, searchSpace, shacGpSampler } from "@shac/core";
import type { OnnxContext } from "@shac/onnx";

export const space = searchSpace({
  threshold: float(0.05, 0.95),
  hysteresis: float(0, 0.3),
  minSpeechMs: int(20, 500),
  minSilenceMs: int(20, 800, { log: true }),
  padMs: int(-60, 200),
  hop: ordinal([128, 192, 256, 384, 512, 640]),
  intraOpNumThreads: ordinal([1, 2]),
  graphOptimizationLevel: categorical(["disabled", "basic", "extended", "all"]),
});

export type Params = ParamsOf<typeof space>;

/** Milliseconds of computing that a second of sound may take. */
export const MAX_MS_PER_SECOND = 15;

type Loaded = {
  readonly clips: import("./sound/clips.js").Clip[];
  /** By hop; neither threads nor the optimization of the graph change what the model says. */
  readonly probabilities: Map<number, Promise<number[][]>>;
};

/** Made by the first evaluation of a worker. */
let loaded: Loaded | undefined;

/** F1 of the detector on the clips of the tuning set, at no more than MAX_MS_PER_SECOND. */
export default defineStudy({
  name: "voice-activity",
  space,
  direction: "maximize",
  totalBudget: 160,
  numBatches: 16,
  seed: 1,
  sampler: shacGpSampler(),
  constraints: { msPerSecond: { max: MAX_MS_PER_SECOND } },
  async objective(params: Params, { ort, sessions }: OnnxContext) {
    const { MODEL, msPerSecond, runModel } = await import("./detector/run-model.js");
    const { findAll, score } = await import("./detector/score.js");
    const { makeClips } = await import("./sound/clips.js");
    loaded ??= { clips: makeClips("tuning"), probabilities: new Map() };
    const { clips, probabilities } = loaded;
    const { hop, intraOpNumThreads, graphOptimizationLevel } = params;
    const session = await sessions.load(MODEL, { intraOpNumThreads, graphOptimizationLevel });
    if (!probabilities.has(hop)) probabilities.set(hop, runModel(ort, session, clips, hop));
    const found = findAll(clips, (await probabilities.get(hop)) as number[][], params);
    const { f1, precision, recall } = score(clips, found);
    return { value: f1, metrics: { msPerSecond: await msPerSecond(ort, session, hop), precision, recall } };
  },
  backend: async (studyFile, flags) => {
    const { onnxBackend } = await import("@shac/onnx");
    return onnxBackend(studyFile, flags);
  },
});
