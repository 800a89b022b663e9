import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { decodeMuLaw } from "./mu-law.js";
import { fromWav } from "./wav.js";

/** Sentences and voices of espeak-ng; no voice and no sentence of one set is in the other. */
const SETS = {
  tuning: {
    voices: ["en-us+m3", "en-gb+f2", "en-gb-scotland+m1", "en-us+f4"],
    sentences: ["Could you close the window?", "Seven grey geese flew south."],
  },
  test: {
    voices: ["en-gb-x-rp+f5", "en-029+m4", "en-gb-x-gbclan+f3", "en-gb-x-gbcwmd+m7"],
    sentences: ["My sister bought a red bicycle.", "Please wait in the hall."],
  },
};

export type SetName = keyof typeof SETS;

/** Mono sound at 16 kHz, from -1 to 1. */
export type Sound = Float32Array;

const RECORDED = new URL("./recorded.bin", import.meta.url);

/** Each voice of the set saying each of its sentences, without the silence around: by espeak-ng where it is installed, else as it was recorded. */
export function utterances(set: SetName): Sound[] {
  const { voices, sentences } = SETS[set];
  if (!hasEspeak()) return recorded(set);
  return voices.flatMap((voice) => sentences.map((sentence) => trim(speak(voice, sentence))));
}

export function hasEspeak(): boolean {
  try {
    execFileSync("espeak-ng", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function speak(voice: string, sentence: string): Sound {
  return fromWav(execFileSync("espeak-ng", ["-v", voice, "-s", "165", "--stdout", sentence]));
}

/** What `pnpm record` wrote: a line with the lengths of the sounds of each set, then the samples of all. */
export function recorded(set: SetName): Sound[] {
  const content = brotliDecompressSync(readFileSync(RECORDED));
  const start = content.indexOf("\n") + 1;
  const { tuning, test } = JSON.parse(content.toString("utf8", 0, start)) as Record<SetName, number[]>;
  let end = start;
  const sounds = [...tuning, ...test].map((length) => {
    end += length;
    return decodeMuLaw(content.subarray(end - length, end));
  });
  return set === "tuning" ? sounds.slice(0, tuning.length) : sounds.slice(tuning.length);
}

/** Leaves out what is quieter than 2 % of the peak, at both ends. */
function trim(sound: Sound): Sound {
  const limit = 0.02 * sound.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
  const isLoud = (sample: number) => Math.abs(sample) > limit;
  return sound.slice(sound.findIndex(isLoud), sound.findLastIndex(isLoud) + 1);
}
