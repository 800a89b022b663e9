import type { Clip } from "../sound/clips.js";
import { SAMPLE_RATE } from "../sound/wav.js";
import { findSpeech, type Part } from "./find-speech.js";
import type { Settings } from "./settings.js";

export interface Score {
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
}

/** The parts of each clip that are speech by these probabilities. */
export function findAll(
  clips: readonly Clip[],
  probabilities: readonly (readonly number[])[],
  settings: Settings,
): (readonly Part[])[] {
  return clips.map(({ sound }, i) => findSpeech(probabilities[i] ?? [], sound.length, settings));
}

const FRAME = SAMPLE_RATE / 100;

/** How well the parts that were found agree with where the speech is, by frames of 10 ms of all clips together. */
export function score(clips: readonly Clip[], found: readonly (readonly Part[])[]): Score {
  let hits = 0;
  let said = 0;
  let claimed = 0;
  for (const [i, { sound, speech }] of clips.entries()) {
    const isWithin = (parts: readonly Part[], at: number) => parts.some(([from, to]) => from <= at && at < to);
    for (let at = FRAME / 2; at < sound.length; at += FRAME) {
      const isSpeech = isWithin(speech, at);
      const isFound = isWithin(found[i] as readonly Part[], at);
      said += Number(isSpeech);
      claimed += Number(isFound);
      hits += Number(isSpeech && isFound);
    }
  }
  const precision = claimed === 0 ? 0 : hits / claimed;
  const recall = hits / said;
  return { f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall), precision, recall };
}
