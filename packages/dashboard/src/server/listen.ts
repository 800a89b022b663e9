import { networkInterfaces } from "node:os";
import { type ServerType, serve } from "@hono/node-server";
import { ShacError } from "@shac/core";

type Fetch = (request: Request) => Response | Promise<Response>;

/** Begins to serve. @throws ShacError that says why it cannot be done there */
export function listen(fetch: Fetch, hostname: string, port: number): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(cannotListen(hostname, port, error));
    const server = serve({ fetch, hostname, port }, (address) => {
      server.off("error", fail);
      resolve({ server, port: address.port });
    });
    server.once("error", fail);
  });
}

function cannotListen(host: string, port: number, error: NodeJS.ErrnoException): ShacError {
  const options = { cause: error };
  switch (error.code) {
    case "EADDRINUSE":
      return new ShacError(
        "port-taken",
        `Port ${port} of ${host} is taken; give another one, or 0 for any free one.`,
        options,
      );
    case "EACCES":
      return new ShacError(
        "port-refused",
        `Port ${port} is for the system's own services; give one from 1024 on.`,
        options,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new ShacError(
        "unknown-host",
        `This machine is not ${JSON.stringify(host)}; give one of its own addresses, or 0.0.0.0 for all of them.`,
        options,
      );
    default:
      return new ShacError("cannot-listen", `Cannot listen at ${host}, port ${port}: ${error.message}.`, options);
  }
}

/** What to open in a browser. */
export function addressOf(host: string, port: number, token: string | undefined): string {
  const name = host === "0.0.0.0" || host === "::" ? ownAddress() : host;
  const query = token === undefined ? "" : `?token=${token}`;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}/${query}`;
}

/** One by which others reach this machine, where it has any. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return all.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "127.0.0.1";
}
