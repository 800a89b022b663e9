import { once } from "node:events";
import type { CommonFlags } from "../command-line/flags.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { Output } from "../output/output.js";
import { Interruption } from "../terminal/interruption.js";

export interface DashboardFlags extends CommonFlags {
  readonly host: string;
  readonly port: number;
  /** False: none. */
  readonly token?: string | false;
}

/** `shac dashboard`: serves the page until it is interrupted. */
export async function serveStudies(flags: DashboardFlags, output: Output): Promise<ExitCode> {
  const { dir, host, port, token } = flags;
  // Other commands need not load it.
  const { serveDashboard } = await import("@shac/dashboard");
  const dashboard = await serveDashboard({ dir, host, port, ...(token !== undefined && { token }) });
  output.document({ url: dashboard.url, dir });
  output.result([`${output.style.bold(dashboard.url)}  shows ${JSON.stringify(dir)}`]);
  output.notice("Ctrl-C ends it.");
  const interruption = new Interruption(
    () => {},
    () => process.exit(exitCodes.interrupted),
  );
  await once(interruption.signal, "abort");
  await dashboard.close();
  interruption[Symbol.dispose]();
  return exitCodes.done;
}
