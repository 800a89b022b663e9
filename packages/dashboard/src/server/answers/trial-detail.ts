import type { StudyStorage } from "@shac/core";
import type { JournalStatus } from "@shac/core/node";
import type { TrialDetail } from "../../wire.js";
import type { FollowedStudy } from "../live/followed-study.js";
import { RequestError } from "../request-error.js";
import { endOf } from "./timeline.js";

/** Characters of the log that are sent: what is printed last tells most. */
const LOG_LENGTH = 65_536;

/** All about one trial. @throws RequestError when there is no such trial; StorageError when its log cannot be read */
export async function trialDetail(
  followed: FollowedStudy,
  number: number,
  status: JournalStatus,
  storage: StudyStorage,
): Promise<TrialDetail> {
  const trial = followed.study.trials[number];
  if (trial === undefined) {
    const { length } = followed.study.trials;
    throw new RequestError(
      404,
      "unknown-trial",
      `There is no trial ${number}; the study has ${length}, numbered from 0.`,
    );
  }
  const attempts = followed.evaluations.attemptsAt(number).map((each) => ({
    attempt: each.attempt,
    ...(each.workerId !== undefined && { workerId: each.workerId }),
    ...(each.host !== undefined && { host: each.host }),
    startedAt: new Date(each.startedMs).toISOString(),
    ...(each.lost !== undefined && { lost: each.lost }),
    ...(endOf(each, status) === "stopped" && { lost: "The run ended while it was being evaluated." }),
  }));
  const reports = followed.evaluations.reportsOf(number);
  const text = (await storage.logs?.(followed.name).read(number, trial.attempt)) ?? "";
  const log = text === "" ? null : { text: text.slice(-LOG_LENGTH), truncated: text.length > LOG_LENGTH };
  return { trial, attempts, reports, log };
}
