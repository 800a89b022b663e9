import { type ServerType, serve } from "@hono/node-server";
import { journalStorage } from "@shac/core/node";
import { createApp } from "./app.js";
import { readPageFiles } from "./page-files.js";

export interface DashboardOptions {
  /** Folder of the studies. Default ".shac". */
  readonly dir?: string;
  /** Address to listen at. Default "127.0.0.1", which only programs of this machine reach. */
  readonly host?: string;
  /** From 0, which takes any free one, to 65535. Default 7422. */
  readonly port?: number;
}

/** A dashboard that is being served. */
export interface Dashboard {
  /** What to open in a browser. */
  readonly url: string;
  /** Idempotent; ends every connection. */
  close(): Promise<void>;
}

/** Serves a page over a folder of studies, which it only reads. */
export async function serveDashboard(options: DashboardOptions = {}): Promise<Dashboard> {
  const { dir = ".shac", host = "127.0.0.1", port = 7422 } = options;
  const app = createApp(journalStorage(dir), await readPageFiles());
  const { server, port: taken } = await listen(app.fetch, host, port);
  return {
    url: `http://${host}:${taken}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  hostname: string,
  port: number,
): Promise<{ readonly server: ServerType; readonly port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname, port }, (address) => {
      server.off("error", reject);
      resolve({ server, port: address.port });
    });
    server.once("error", reject);
  });
}
