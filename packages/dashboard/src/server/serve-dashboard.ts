import { resolve } from "node:path";
import type { ServerType } from "@hono/node-server";
import { InvalidOptionError } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { StudyList } from "./answers/study-list.js";
import { createApp } from "./app.js";
import { isLoopback } from "./guard/host-guard.js";
import { newToken, TokenGuard } from "./guard/token-guard.js";
import { InsightThread } from "./insight/insight-thread.js";
import { addressOf, listen } from "./listen.js";
import { EventHub } from "./live/event-hub.js";
import { FolderWatch } from "./live/folder-watch.js";
import { FollowedStudies } from "./live/followed-studies.js";
import { readPageFiles } from "./page-files.js";

const LEAST_TOKEN = 16;

export interface DashboardOptions {
  /** Folder of the studies. Default ".shac". */
  readonly dir?: string;
  /** Address to listen at. Default "127.0.0.1", which only programs of this machine reach. */
  readonly host?: string;
  /** From 0, which takes any free one, to 65535. Default 7422. */
  readonly port?: number;
  /**
   * What the address has to hold on the first visit: a secret of at least 16 letters, digits, "-" and "_", default a random one. False: nothing, so that every
   * program and user of this machine may look; not where others reach it.
   */
  readonly token?: string | false;
}

/** A dashboard that is being served. */
export interface Dashboard {
  /** What to open in a browser, with the token. */
  readonly url: string;
  /** Idempotent; ends every connection. */
  close(): Promise<void>;
}

/**
 * Serves a page over a folder of studies, which it only reads: it takes no lock, and a search that writes beside it notices
 * nothing.
 *
 * @throws InvalidOptionError for options that cannot be; ShacError `port-taken`, `port-refused`, `unknown-host` or `cannot-listen`
 */
export async function serveDashboard(options: DashboardOptions = {}): Promise<Dashboard> {
  const { dir = ".shac", host = "127.0.0.1", port = 7422, token = newToken() } = options;
  checkOptions(host, port, token);
  const page = await readPageFiles();
  const hub = new EventHub();
  const studies = new FollowedStudies(journalStorage(dir), ({ name, revision }) => {
    hub.publish({ type: "changed", data: { name, revision } });
  });
  const threads = [new InsightThread(resolve(dir)), new InsightThread(resolve(dir))] as const;
  const watch = new FolderWatch(studies, hub);
  const list = new StudyList(studies);
  const service = { studies, list, hub, watch, insight: threads[0], exports: threads[1] };
  const guard = token === false ? undefined : new TokenGuard(token);
  const { server, port: taken } = await listen(createApp({ page, service, host, guard }).fetch, host, port);
  watch.start();
  return {
    url: addressOf(host, taken, token === false ? undefined : token),
    async close() {
      watch.close();
      hub.close();
      studies.close();
      await Promise.all([...threads.map((thread) => thread.close()), closeServer(server)]);
    },
  };
}

function checkOptions(host: string, port: number, token: string | false): void {
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new InvalidOptionError(`port is ${port}; give a whole number from 0 to 65535.`);
  }
  if (token === false && !isLoopback(host)) {
    throw new InvalidOptionError(
      `Others reach ${host}, so the dashboard needs its token there; leave token out, or host.`,
    );
  }
  if (token !== false && !new RegExp(`^[\\w-]{${LEAST_TOKEN},}$`).test(token)) {
    throw new InvalidOptionError(
      `The token is too short or has other characters; give at least ${LEAST_TOKEN} letters, digits, "-" and "_".`,
    );
  }
}

function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Pages hold theirs open.
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}
