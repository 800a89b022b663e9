import { randomUUID } from "node:crypto";
import type { Context, Hono } from "hono";
import { studyDetail } from "./answers/study-detail.js";
import type { StudyList } from "./answers/study-list.js";
import { timeline } from "./answers/timeline.js";
import { trialColumns } from "./answers/trial-columns.js";
import { trialDetail } from "./answers/trial-detail.js";
import { trialPage } from "./answers/trial-page.js";
import { streamEvents } from "./events.js";
import type { InsightThread } from "./insight/insight-thread.js";
import type { InsightTask } from "./insight/task.js";
import type { EventHub } from "./live/event-hub.js";
import type { FolderWatch } from "./live/folder-watch.js";
import type { FollowedStudies } from "./live/followed-studies.js";
import type { FollowedStudy } from "./live/followed-study.js";
import { parseInteger, readChoice, readInteger, readText } from "./query.js";

/** What the answers are made from. */
export interface StudyService {
  readonly studies: FollowedStudies;
  readonly list: StudyList;
  readonly hub: EventHub;
  readonly watch: FolderWatch;
  readonly insight: InsightThread;
  /** Another one, so that a large export does not hold up the page. */
  readonly exports: InsightThread;
}

const MOST_TRIALS = 1000;

/** So that an answer of an earlier run of the server is not taken for ours. */
const RUN = randomUUID();

/** Everything under /api. */
export function addStudyRoutes(app: Hono, service: StudyService): void {
  const { studies, list, insight } = service;
  const { storage } = studies;
  const open = (context: Context): Promise<FollowedStudy> => studies.open(nameIn(context));

  app.get("/api/studies", async (context) => context.json({ studies: await list.entries() }, 200, NEVER_KEPT));
  app.get("/api/events", (context) => streamEvents(context, service));
  app.get("/api/studies/:name/events", async (context) => {
    await open(context);
    return streamEvents(context, service, nameIn(context));
  });
  app.get("/api/studies/:name", async (context) => {
    const study = await open(context);
    const status = await storage.status(study.name);
    return unlessKnown(context, study, () => context.json(studyDetail(study, status)), status.writer?.pid);
  });
  app.get("/api/studies/:name/columns", async (context) => {
    const study = await open(context);
    return unlessKnown(context, study, () => {
      const text = study.cached("columns", () => JSON.stringify(trialColumns(study)));
      return context.body(text, 200, { "Content-Type": "application/json" });
    });
  });
  app.get("/api/studies/:name/trials", async (context) => {
    const query = {
      offset: readInteger(context, "offset", { absent: 0 }),
      limit: readInteger(context, "limit", { least: 1, most: MOST_TRIALS, absent: 100 }),
      sort: readText(context, "sort", "number"),
      order: readChoice(context, "order", ["asc", "desc"]),
      filter: readText(context, "filter", ""),
    };
    const study = await open(context);
    return unlessKnown(context, study, () => context.json(trialPage(study, query)));
  });
  app.get("/api/studies/:name/trials/:number", async (context) => {
    const number = parseInteger("The trial", context.req.param("number"), 0, Number.MAX_SAFE_INTEGER);
    const study = await open(context);
    const status = await storage.status(study.name);
    return context.json(await trialDetail(study, number, status, storage), 200, NEVER_KEPT);
  });
  app.get("/api/studies/:name/timeline", async (context) => {
    const study = await open(context);
    const status = await storage.status(study.name);
    return unlessKnown(context, study, () => context.json(timeline(study, status)), status.writer?.pid);
  });

  const work = async (context: Context, task: InsightTask): Promise<Response> => {
    const study = await open(context);
    return unlessKnown(context, study, async () => {
      const body = await insight.askOnce(study, task);
      return context.body(body, 200, { "Content-Type": "application/json" });
    });
  };
  app.get("/api/studies/:name/importance", (context) => work(context, { kind: "importance" }));
  app.get("/api/studies/:name/cascade", (context) => work(context, { kind: "cascade" }));
  app.get("/api/studies/:name/cascade/map", (context) => {
    const stage = readInteger(context, "stage", { most: 1000, absent: 0 });
    return work(context, { kind: "map", x: readText(context, "x", ""), y: readText(context, "y", ""), stage });
  });
  addExports(app, service);
}

/** The same files as those of `shac export`. */
function addExports(app: Hono, { studies, exports }: StudyService): void {
  for (const [kind, type] of [
    ["csv", "text/csv; charset=utf-8"],
    ["json", "application/json"],
  ] as const) {
    app.get(`/api/studies/:name/export.${kind}`, async (context) => {
      const study = await studies.open(nameIn(context));
      const body = await exports.ask(study, { kind });
      const file = `filename*=UTF-8''${encodeURIComponent(`${study.name}.${kind}`)}`;
      return context.body(body, 200, {
        "Content-Type": type,
        "Content-Disposition": `attachment; ${file}`,
        ...NEVER_KEPT,
      });
    });
  }
}

const NEVER_KEPT = { "Cache-Control": "no-store" };

/** A name that no study can have is refused by the storage. */
function nameIn(context: Context): string {
  return context.req.param("name") ?? "";
}

/** An answer that the client may keep and ask whether it still holds. @param also what it rests on beside the records */
async function unlessKnown(
  context: Context,
  { revision }: FollowedStudy,
  make: () => Response | Promise<Response>,
  also: unknown = "",
): Promise<Response> {
  const headers = { ETag: `W/"${RUN}-${revision}-${also}"`, "Cache-Control": "private, no-cache" };
  if (context.req.header("If-None-Match") === headers.ETag) return context.body(null, 304, headers);
  const response = await make();
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
