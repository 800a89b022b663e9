import type { Trial } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { studyDetail } from "../server/answers/study-detail.js";
import { timeline } from "../server/answers/timeline.js";
import { trialColumns } from "../server/answers/trial-columns.js";
import { CascadeAnswers } from "../server/insight/cascade-answers.js";
import { FollowedStudy } from "../server/live/followed-study.js";
import type { CascadeMap, TrialColumns } from "../wire.js";
import type { ReportData } from "./report-data.js";

/** Trials in the table of the best. */
const TOP = 20;
/** Parameters with maps of the accepted region, two by two. */
const MAPPED = 3;
/** Numbers of parameters in all: with more trials than a hundredth of it, some parameters have no place. */
const MOST_NUMBERS = 1_000_000;
const MOST_EVALUATIONS = 20_000;

/** Reads a study and works out all that its report shows. @throws StorageError */
export async function collectReport(dir: string, name: string): Promise<ReportData> {
  const storage = journalStorage(dir);
  const followed = new FollowedStudy(storage, name, () => {});
  try {
    await followed.ready;
    const status = await storage.status(name);
    const { study } = followed;
    const importance = study.importance();
    const shown = shownParameters(importance, study.trials.length);
    const cascades = new CascadeAnswers();
    const stages = await cascades.stages(followed);
    return {
      written: new Date().toISOString(),
      study: studyDetail(followed, status),
      columns: compactColumns(trialColumns(followed), shown),
      shown,
      importance,
      stages,
      maps: stages.length === 0 ? [] : await drawMaps(cascades, followed, shown.slice(0, MAPPED), stages.length),
      top: topTrials(study.trials, study.direction),
      timeline: study.trials.length > MOST_EVALUATIONS ? null : timeline(followed, status),
    };
  } finally {
    followed.close();
  }
}

function shownParameters(importance: ReportData["importance"], trials: number): readonly string[] {
  const most = Math.max(2, Math.floor(MOST_NUMBERS / Math.max(1, trials)));
  return importance.slice(0, most).map(({ name }) => name);
}

function compactColumns(columns: TrialColumns, shown: readonly string[]): TrialColumns {
  return {
    ...columns,
    value: columns.value.map(round),
    params: Object.fromEntries(shown.map((name) => [name, (columns.params[name] ?? []).map(round)])),
    metrics: {},
  };
}

/** Nobody sees more digits in a picture, and they take most of the file. */
function round(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(7));
}

async function drawMaps(
  cascades: CascadeAnswers,
  followed: FollowedStudy,
  names: readonly string[],
  stages: number,
): Promise<readonly CascadeMap[]> {
  const maps: CascadeMap[] = [];
  for (const [i, x] of names.entries()) {
    for (const y of names.slice(i + 1)) {
      for (let stage = 0; stage <= stages; stage++) {
        const map = await cascades.map(followed, x, y, stage);
        maps.push({ ...map, accepted: map.accepted.map((share) => Number(share.toPrecision(2))) });
      }
    }
  }
  return maps;
}

function topTrials(trials: readonly Trial[], direction: "minimize" | "maximize"): readonly Trial[] {
  const sign = direction === "minimize" ? 1 : -1;
  return trials
    .filter(({ state, violation }) => state === "complete" && violation === undefined)
    .sort((a, b) => sign * ((a.value as number) - (b.value as number)))
    .slice(0, TOP);
}
