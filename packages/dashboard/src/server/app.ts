import { Hono } from "hono";
import { compress } from "hono/compress";
import { secureHeaders } from "hono/secure-headers";
import { answerError } from "./answer-error.js";
import { hostGuard } from "./guard/host-guard.js";
import { onlyReads } from "./guard/only-reads.js";
import type { TokenGuard } from "./guard/token-guard.js";
import { answerFile, type PageFile } from "./page-files.js";
import { RequestError } from "./request-error.js";
import { addStudyRoutes, type StudyService } from "./study-routes.js";

export interface AppParts {
  readonly page: ReadonlyMap<string, PageFile>;
  readonly service: StudyService;
  /** What the server listens at. */
  readonly host: string;
  /** Absent: whoever reaches the server may look. */
  readonly guard: TokenGuard | undefined;
}

/** Answers what the page asks. The page itself shows nothing of a study, so that only what it asks for needs the token. */
export function createApp({ page, service, host, guard }: AppParts): Hono {
  const app = new Hono();
  app.onError(answerError);
  app.use(headers, hostGuard(host), onlyReads, compress());
  if (guard !== undefined) {
    app.get("/", guard.admit);
    app.use("/api/*", guard.require);
  }
  addStudyRoutes(app, service);
  app.get("*", (context) => {
    const { path } = context.req;
    const file = page.get(path === "/" ? "/index.html" : path);
    if (file === undefined) throw new RequestError(404, "not-found", `There is nothing at ${JSON.stringify(path)}.`);
    return answerFile(context, file);
  });
  return app;
}

/** Nothing is loaded from elsewhere, nothing in a page of a study can run, and no other page can frame or read this one. */
const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", "data:", "blob:"],
    connectSrc: ["'self'"],
    fontSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
  referrerPolicy: "no-referrer",
  // Served without TLS.
  strictTransportSecurity: false,
});
