import { MODEL, msPerSecond, runModel } from "./detector/run-model.js";
import { findAll, type Score, score } from "./detector/score.js";
import type { Settings } from "./detector/settings.js";
import { makeClips } from "./sound/clips.js";
import type { SetName } from "./sound/utterances.js";

export interface Result extends Score {
  readonly msPerSecond: number;
}

/** How well each of `settings` does on a set, and how long it computes with one thread. */
export async function evaluateSettings<K extends string>(
  set: SetName,
  settings: Readonly<Record<K, Settings>>,
): Promise<Record<K, Result>> {
  const ort = await import("onnxruntime-node");
  const session = await ort.InferenceSession.create(MODEL, { intraOpNumThreads: 1 });
  const clips = makeClips(set);
  const results: [string, Result][] = [];
  for (const [name, each] of Object.entries<Settings>(settings)) {
    const found = findAll(clips, await runModel(ort, session, clips, each.hop), each);
    results.push([name, { ...score(clips, found), msPerSecond: await msPerSecond(ort, session, each.hop) }]);
  }
  await session.release();
  return Object.fromEntries(results) as Record<K, Result>;
}
