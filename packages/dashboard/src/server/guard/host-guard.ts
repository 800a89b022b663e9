import { isIP } from "node:net";
import { hostname } from "node:os";
import type { MiddlewareHandler } from "hono";
import { RequestError } from "../request-error.js";

/**
 * Refuses requests under a foreign name. A page of another site may have its name point to this machine and then read
 * what it is sent as its own (DNS rebinding); that needs a name, so addresses are safe.
 *
 * @param host what the server listens at
 */
export function hostGuard(host: string): MiddlewareHandler {
  const own = new Set(["localhost", hostname().toLowerCase(), host.toLowerCase()]);
  return async (context, next) => {
    const name = hostName(context.req.header("Host") ?? "");
    if (isIP(name) === 0 && !own.has(name) && !name.endsWith(".localhost")) {
      throw new RequestError(
        403,
        "wrong-host",
        `This dashboard does not answer to the name ${JSON.stringify(name)}; use the address that was printed when it was started, or start it with --host and this name.`,
      );
    }
    await next();
  };
}

/** Without the port and the brackets of an IPv6 address. */
function hostName(header: string): string {
  return header
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1")
    .toLowerCase();
}

/** Whether only programs of this machine reach a server that listens there. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
