import { Study } from "@shac/core";
import type { JournalStorage } from "@shac/core/node";
import { type Context, Hono } from "hono";
import { compress } from "hono/compress";
import type { StudyEntry } from "../wire.js";
import type { PageFile } from "./page-files.js";

/** Answers what the page asks. */
export function createApp(storage: JournalStorage, page: ReadonlyMap<string, PageFile>): Hono {
  const app = new Hono();
  app.use(compress());
  app.get("/api/studies", async (context) => {
    const studies: StudyEntry[] = [];
    for (const name of await storage.list()) studies.push(entryOf(name, await Study.restore(storage, name)));
    return context.json({ studies });
  });
  app.get("*", (context) => {
    const { path } = context.req;
    return answerFile(context, page.get(path === "/" ? "/index.html" : path));
  });
  return app;
}

function entryOf(name: string, study: Study): StudyEntry {
  const count = (state: string) => study.trials.filter((trial) => trial.state === state).length;
  const { best, trials, totalBudget } = study;
  const own = trials.filter(({ batch }) => batch >= 0);
  const finished = own.filter(({ state }) => state !== "waiting" && state !== "running").length;
  return {
    name,
    state: finished === totalBudget ? "finished" : "stopped",
    direction: study.direction,
    created: new Date().toISOString(),
    updated: new Date().toISOString(),
    totalBudget,
    finished,
    complete: count("complete"),
    infeasible: trials.filter(({ violation }) => violation !== undefined).length,
    failed: count("failed"),
    pruned: count("pruned"),
    running: count("running"),
    imported: trials.length - own.length,
    best: best?.value === undefined ? null : { number: best.number, value: best.value },
    trialsPerMinute: null,
    sampler: "",
  };
}

function answerFile(context: Context, file: PageFile | undefined): Response | Promise<Response> {
  if (file === undefined) return context.notFound();
  context.header("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  context.header("Content-Type", file.type);
  context.header("ETag", file.etag);
  if (context.req.header("If-None-Match") === file.etag) return context.body(null, 304);
  return context.body(file.body);
}
