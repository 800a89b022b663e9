import { type ChildProcess, fork } from "node:child_process";
import type { Output } from "../output/output.js";
import type { DashboardAnswer, DashboardRequest } from "./process.js";

/** A dashboard beside a run, which it neither slows nor can take along. */
export interface RunDashboard {
  close(): void;
}

/**
 * Starts a dashboard in a process of its own, with less priority, and says where it is. When there can be none, that is said,
 * and the run goes on without.
 *
 * @param port true: the usual one, or any other where that is taken
 */
export async function startRunDashboard(dir: string, port: number | true, output: Output): Promise<RunDashboard> {
  const child = fork(new URL("./process.js", import.meta.url), {
    execArgv: [],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  child.send({ dir, port } satisfies DashboardRequest);
  const answer = await firstAnswer(child);
  if ("url" in answer) {
    // Whatever is said of the run, quiet or not: without its address the page is of no use.
    process.stderr.write(`Dashboard: ${answer.url}\n`);
    child.once("exit", () => output.notice("The dashboard has ended; the run goes on."));
  } else output.notice(`No dashboard: ${answer.message}`);
  return {
    close() {
      child.removeAllListeners("exit");
      child.kill("SIGKILL");
    },
  };
}

function firstAnswer(child: ChildProcess): Promise<DashboardAnswer> {
  return new Promise((resolve) => {
    child.once("message", (answer: DashboardAnswer) => resolve(answer));
    child.once("exit", () => resolve({ message: "its process has ended." }));
    child.once("error", ({ message }) => resolve({ message }));
  });
}
