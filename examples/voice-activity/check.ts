// The search, with less to spend than in index.ts; what it is made of; and that the recorded speech is what espeak-ng says.
import assert from "node:assert/strict";
import { findSpeech } from "./detector/find-speech.js";
import { score } from "./detector/score.js";
import { sileroDefaults } from "./detector/settings.js";
import { evaluateSettings } from "./evaluate-settings.js";
import { hasEspeak, recorded, type SetName, utterances } from "./sound/utterances.js";
import { tune } from "./tune.js";

const plain = { ...sileroDefaults, minSpeechMs: 64, minSilenceMs: 64, padMs: 0 };
const found = (text: string, settings = plain) =>
  findSpeech(
    [...text].map(Number).map((digit) => digit / 10),
    512 * text.length,
    settings,
  ).map((part) => part.map((at) => at / 512));
assert.deepEqual(found("0099990000"), [[2, 6]]);
assert.deepEqual(found("0099099000"), [[2, 7]], "a window of silence is not enough");
assert.deepEqual(found("0099449000"), [[2, 7]], "between the thresholds nothing ends");
assert.deepEqual(found("0090000099"), [[8, 10]], "a window of speech is not enough");
assert.deepEqual(found("9900009900", { ...plain, padMs: 32 }), [
  [0, 3],
  [5, 9],
]);
assert.deepEqual(
  found("9900990000", { ...plain, padMs: 320 }),
  [
    [0, 3],
    [3, 10],
  ],
  "pads share what is between",
);

const clip = { sound: new Float32Array(16_000), speech: [[4000, 12_000]] as const };
assert.deepEqual(score([clip], [[[4000, 8000]]]), { f1: 2 / 3, precision: 1, recall: 0.5 });
assert.deepEqual(score([clip], [[[0, 16_000]]]), { f1: 2 / 3, precision: 0.5, recall: 1 });
assert.equal(score([clip], [[]]).f1, 0);

if (hasEspeak()) {
  for (const set of ["tuning", "test"] satisfies SetName[]) {
    for (const [i, spoken] of utterances(set).entries()) {
      const stored = recorded(set)[i] as Float32Array;
      assert.equal(stored.length, spoken.length);
      assert.ok(spoken.every((sample, at) => Math.abs(sample - (stored[at] as number)) < 0.02));
    }
  }
} else {
  console.log("SKIPPED that the recorded speech is what espeak-ng says [needs espeak-ng: apt-get install espeak-ng]");
}

const tuned = await tune(6);
const results = await evaluateSettings("test", { tuned, silero: sileroDefaults });
console.log(results);
assert.ok(results.tuned.f1 > results.silero.f1, "the tuned settings are better on other voices, sentences and noises");
