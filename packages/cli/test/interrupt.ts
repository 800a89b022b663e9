import type { ChildProcess } from "node:child_process";
import { type Finished, finish } from "./workspace.js";

/** Sends `signal` once standard error matches, and waits for the end. */
export async function finishAfter(child: ChildProcess, when: RegExp, signal: NodeJS.Signals): Promise<Finished> {
  let text = "";
  const listen = (chunk: string): void => {
    text += chunk;
    if (!when.test(text)) return;
    child.stderr?.off("data", listen);
    child.kill(signal);
  };
  child.stderr?.on("data", listen);
  return finish(child);
}
