import { createRng } from "@shac/core";
import { noises } from "./noise.js";
import { type SetName, type Sound, utterances } from "./utterances.js";
import { SAMPLE_RATE } from "./wav.js";

export interface Clip {
  readonly sound: Sound;
  /** Where somebody speaks, in samples, from the first up to the second. */
  readonly speech: readonly (readonly [number, number])[];
}

const SECONDS = 8;
const CLIPS = 15;
/** Decibels of the speech above the noise; Infinity: no noise. */
const LEVELS = [Infinity, 15, 8, 3, -2];

/** Clips of speech between pauses, mixed with noise; where the speech is, is known because it was put there. */
export function makeClips(set: SetName): Clip[] {
  const voices = utterances(set);
  return Array.from({ length: CLIPS }, (_, index) => {
    const rng = createRng(1, `voice-activity-${set}`, 0, index);
    const sound = new Float32Array(SECONDS * SAMPLE_RATE);
    const speech: [number, number][] = [];
    let at = Math.floor((0.3 + 1.5 * rng.next()) * SAMPLE_RATE);
    for (;;) {
      const utterance = voices[Math.floor(rng.next() * voices.length)] as Sound;
      if (at + utterance.length > sound.length) break;
      sound.set(utterance, at);
      speech.push([at, at + utterance.length]);
      at += utterance.length + Math.floor((0.35 + 2 * rng.next()) * SAMPLE_RATE);
    }
    const kinds = noises[set];
    const noise = (kinds[index % kinds.length] as (typeof kinds)[number])(sound.length, rng);
    const level = LEVELS[index % LEVELS.length] as number;
    const gain = loudness(sound, speech) / loudness(noise, [[0, noise.length]]) / 10 ** (level / 20);
    return { sound: sound.map((sample, i) => sample + gain * (noise[i] as number)), speech };
  });
}

/** Root of the mean square within the parts. */
function loudness(sound: Sound, parts: readonly (readonly [number, number])[]): number {
  let sum = 0;
  let count = 0;
  for (const [from, to] of parts) {
    for (let i = from; i < to; i++) sum += (sound[i] as number) ** 2;
    count += to - from;
  }
  return Math.sqrt(sum / count);
}
