import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { BOWL, SLOW, studyWith } from "../studies.js";
import { createWorkspace, type Finished, finish, type Workspace } from "../workspace.js";

/** Sends `signal` after the next finished batch, and waits for the end. */
async function interrupt(child: ChildProcess, signal: NodeJS.Signals): Promise<Finished> {
  const ended = finish(child);
  child.stdout?.once("data", () => child.kill(signal));
  return ended;
}

async function exportTrials({ shac }: Workspace, dir: string): Promise<unknown> {
  const trials = JSON.parse((await shac("export", "--format", "json", "--dir", dir)).stdout);
  return trials.map(({ elapsedMs, attempt, ...trial }: Record<string, unknown>) => trial);
}

describe.concurrent("an interrupted run", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("stops cleanly at %s", async (signal) => {
    const { start } = createWorkspace({ "slow.js": SLOW });
    const { code, stdout } = await interrupt(start(["run", "slow.js"]), signal);
    expect(code).toBe(130);
    expect(stdout).toContain("Interrupted; everything finished is kept.");
    expect(stdout).toMatch(/go on +shac run slow\.js\n/);
  });

  it("goes on to the same trials as one that was left alone", async () => {
    const workspace = createWorkspace({ "slow.js": SLOW });
    await interrupt(workspace.start(["run", "slow.js", "--dir", "cut"]), "SIGINT");
    await interrupt(workspace.start(["run", "slow.js", "--dir", "cut"]), "SIGKILL");
    await workspace.shac("run", "slow.js", "--dir", "cut");
    await workspace.shac("run", "slow.js", "--dir", "whole");
    expect(await exportTrials(workspace, "cut")).toEqual(await exportTrials(workspace, "whole"));
  });

  it("ends at once at a second signal", async () => {
    const { start } = createWorkspace({
      "study.js": studyWith("() => (console.error('begun'), new Promise(() => {}))"),
    });
    const child = start(["run", "study.js"]);
    const ended = finish(child);
    await once(child.stderr as Readable, "data");
    child.kill("SIGINT");
    await once(child.stderr as Readable, "data");
    // Signals closer than a fifth of a second count as one.
    await setTimeout(250);
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain("Go on with: shac run study.js");
  });

  it("ends quietly when the reader of its output has seen enough", async () => {
    const { start } = createWorkspace({ "bowl.js": BOWL });
    const child = start(["run", "bowl.js"]);
    const ended = finish(child);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
  });
});
