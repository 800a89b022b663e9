import { parentPort } from "node:worker_threads";
import { ShacError } from "@shac/core";
import { journalStorage, trialsToCsv, trialsToJson } from "@shac/core/node";
import { FollowedStudies } from "../live/followed-studies.js";
import type { FollowedStudy } from "../live/followed-study.js";
import { RequestError } from "../request-error.js";
import { CascadeAnswers } from "./cascade-answers.js";
import type { InsightAnswer, InsightRequest, InsightTask } from "./task.js";

// What runs in a thread of its own: it may take seconds, while the server goes on answering.

const cascades = new CascadeAnswers();
const folders = new Map<string, FollowedStudies>();
let wake: (() => void)[] = [];

/** The study with at least so many records: this thread may see them a moment later than the server. */
async function openStudy({ dir, name, records }: InsightRequest): Promise<FollowedStudy> {
  const studies =
    folders.get(dir) ??
    new FollowedStudies(journalStorage(dir), () => {
      for (const resolve of wake) resolve();
      wake = [];
    });
  folders.set(dir, studies);
  const study = await studies.open(name);
  while (study.records < records) {
    await new Promise<void>((resolve) => wake.push(resolve));
    if (study.failure !== undefined) throw study.failure;
  }
  return study;
}

async function bodyOf(followed: FollowedStudy, task: InsightTask): Promise<string> {
  const { study } = followed;
  switch (task.kind) {
    case "importance": {
      const trials = study.trials.reduce((count, { state }) => count + Number(state === "complete"), 0);
      return JSON.stringify({ parameters: study.importance(), method: "ped-anova", trials });
    }
    case "cascade":
      return JSON.stringify({ stages: await cascades.stages(followed) });
    case "map":
      return JSON.stringify(await cascades.map(followed, task.x, task.y, task.stage));
    case "csv":
      return trialsToCsv(study.trials);
    case "json":
      return trialsToJson(study.trials);
  }
}

async function answer(request: InsightRequest): Promise<InsightAnswer> {
  const { id, task } = request;
  try {
    return { id, body: new TextEncoder().encode(await bodyOf(await openStudy(request), task)) };
  } catch (error) {
    if (!ShacError.isInstance(error)) throw error;
    const { code, message } = error;
    return { id, error: { code, message, ...(error instanceof RequestError && { status: error.status }) } };
  }
}

parentPort?.on("message", async (request: InsightRequest) => {
  const answered = await answer(request);
  parentPort?.postMessage(answered, "body" in answered ? [answered.body.buffer] : []);
});
