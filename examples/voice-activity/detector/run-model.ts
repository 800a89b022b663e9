import { fileURLToPath } from "node:url";
import { measureLatency, type Ort, readOutput, toFeeds } from "@shac/onnx";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { Clip } from "../sound/clips.js";
import { SAMPLE_RATE } from "../sound/wav.js";

/** The Silero voice activity detector, version 5. */
export const MODEL: string = fileURLToPath(import.meta.resolve("@ricky0123/vad-web/dist/silero_vad_v5.onnx"));

const WINDOW = 512;
/** Samples before the window that the model is given too. */
const CONTEXT = 64;
const STATE = 128;

/** The probability of speech in each window of each clip; clips are of one length and run together. */
export async function runModel(
  ort: Ort,
  session: InferenceSession,
  clips: readonly Clip[],
  hop: number,
): Promise<number[][]> {
  const found: number[][] = clips.map(() => []);
  const length = clips[0]?.sound.length ?? 0;
  const shape = [clips.length, CONTEXT + WINDOW];
  let state: Tensor = new ort.Tensor("float32", new Float32Array(2 * clips.length * STATE), [2, clips.length, STATE]);
  for (let at = 0; at + WINDOW <= length; at += hop) {
    const data = new Float32Array(clips.length * (CONTEXT + WINDOW));
    for (const [i, { sound }] of clips.entries()) {
      const before = Math.max(0, at - CONTEXT);
      data.set(sound.subarray(before, at + WINDOW), i * (CONTEXT + WINDOW) + CONTEXT - (at - before));
    }
    const outputs = await session.run(toFeeds(ort, session, { input: { data, shape }, state, sr: SAMPLE_RATE }));
    state = outputs.stateN as Tensor;
    for (const [i, probability] of readOutput(outputs, "output", "float32").entries()) found[i]?.push(probability);
  }
  return found;
}

/** Milliseconds, by the median, that the model computes for a second of one sound. */
export async function msPerSecond(ort: Ort, session: InferenceSession, hop: number): Promise<number> {
  const input = { data: new Float32Array(CONTEXT + WINDOW), shape: [1, CONTEXT + WINDOW] };
  const state = { data: new Float32Array(2 * STATE), shape: [2, 1, STATE] };
  const feeds = toFeeds(ort, session, { input, state, sr: SAMPLE_RATE });
  const { median } = await measureLatency(session, feeds, { warmup: 20, runs: 200 });
  return (median * SAMPLE_RATE) / hop;
}
