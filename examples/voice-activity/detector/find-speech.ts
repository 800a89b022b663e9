import { SAMPLE_RATE } from "../sound/wav.js";
import type { Settings } from "./settings.js";

/** From the first sample up to the second. */
export type Part = readonly [number, number];

/** The parts of a sound that are speech, by the probability of each window, as the model's authors find them. */
export function findSpeech(probabilities: readonly number[], length: number, settings: Settings): Part[] {
  const { threshold, hysteresis, hop } = settings;
  const samples = (ms: number) => (ms * SAMPLE_RATE) / 1000;
  const parts: Part[] = [];
  let start: number | undefined;
  let silence: number | undefined;
  const end = (at: number): void => {
    if (start !== undefined && at - start >= samples(settings.minSpeechMs)) parts.push([start, at]);
    start = undefined;
    silence = undefined;
  };
  for (const [index, probability] of probabilities.entries()) {
    const at = index * hop;
    if (probability >= threshold) {
      start ??= at;
      silence = undefined;
    } else if (start !== undefined && probability < threshold - hysteresis) {
      silence ??= at;
      if (at + hop - silence >= samples(settings.minSilenceMs)) end(silence);
    }
  }
  end(Math.min(length, probabilities.length * hop));
  return pad(parts, length, samples(settings.padMs));
}

/** Two parts share what is between them when both pads do not fit. */
function pad(parts: readonly Part[], length: number, size: number): Part[] {
  return parts.map(([from, to], i) => {
    const before = parts[i - 1]?.[1];
    const after = parts[i + 1]?.[0];
    return [
      before === undefined ? Math.max(0, from - size) : from - Math.min(size, (from - before) / 2),
      after === undefined ? Math.min(length, to + size) : to + Math.min(size, (after - to) / 2),
    ];
  });
}
