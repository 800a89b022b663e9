import { sileroDefaults } from "./detector/settings.js";
import { evaluateSettings, type Result } from "./evaluate-settings.js";
import { hasEspeak } from "./sound/utterances.js";
import { MAX_MS_PER_SECOND } from "./study.js";
import { tune } from "./tune.js";

if (!hasEspeak()) {
  console.log("espeak-ng is not installed (Debian: apt-get install espeak-ng); the speech is the recorded one.\n");
}
console.log(`Tuning, at no more than ${MAX_MS_PER_SECOND} ms of computing for a second of sound ...`);
const tuned = await tune(16);
const results = await evaluateSettings("test", {
  tuned,
  "the authors' defaults": sileroDefaults,
  "  with the tuned hop": { ...sileroDefaults, hop: tuned.hop },
});

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const row = (cells: readonly string[]): string =>
  cells
    .map((cell, i) => cell.padEnd(i === 0 ? 26 : 11))
    .join("")
    .trimEnd();
console.log("\nOn other voices, sentences and noises:");
console.log(row(["", "F1", "precision", "recall", "ms a second"]));
for (const [name, { f1, precision, recall, msPerSecond }] of Object.entries<Result>(results)) {
  console.log(row([name, percent(f1), percent(precision), percent(recall), msPerSecond.toFixed(1)]));
}
const gain = 100 * (results.tuned.f1 - results["the authors' defaults"].f1);
console.log(`\nThe tuned settings are ${Math.abs(gain).toFixed(1)} points of F1 ${gain > 0 ? "better" : "worse"}.`);

console.log("\nTuned settings:");
for (const [name, value] of Object.entries(tuned)) {
  const before = sileroDefaults[name as keyof typeof sileroDefaults];
  const shown = typeof value === "number" ? Number(value.toPrecision(3)) : value;
  console.log(row([`  ${name}`, String(shown), before === undefined ? "" : `instead of ${before}`]));
}
if (gain <= 0) process.exitCode = 1;
