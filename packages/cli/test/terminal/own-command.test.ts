import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOWL } from "../studies.js";
import { createWorkspace, finish, type Workspace } from "../workspace.js";

const agent = (name: string) => ({ npm_config_user_agent: `${name}/1.0.0 npm/? node/v20.19.0 linux x64` });
/** Of a shell that does not find the program by its name. */
const elsewhere = { PATH: "/usr/bin:/bin" };

/** What a short run advises, by its purpose, and where it says that the study is kept. */
async function adviceOf({ start }: Workspace, environment: Readonly<Record<string, string>>) {
  const { stdout } = await finish(start(["run", "bowl.js", "--budget", "2", "--batches", "1"], environment));
  const [, kept] = /^kept in (.*)$/m.exec(stdout) ?? [];
  const commandFor = (purpose: string) => new RegExp(`^${purpose} {2,}(.*)$`, "m").exec(stdout)?.[1];
  return { kept, goThere: commandFor("go there"), show: commandFor("look closer") };
}

describe.concurrent("the commands that a run ends with", () => {
  it.each([
    ["from a shell that knows the program", [], {}, "shac"],
    ["from a shell that does not, in a project that has it", ["cli"], elsewhere, "npx shac"],
    ["by npx, or in a script of npm", ["cli"], agent("npm"), "npx shac"],
    ["by npx, where it is not installed", [], agent("npm"), "npx @shac/cli"],
    ["in a script of pnpm", ["cli"], agent("pnpm"), "pnpm exec shac"],
    ["in a script of Yarn", ["cli"], agent("yarn"), "yarn run shac"],
  ] as const)("start the program as it was started: %s", async (_, packages, environment, program) => {
    const workspace = createWorkspace({ "bowl.js": BOWL }, ["core", ...packages]);
    const { goThere, show } = await adviceOf(workspace, environment);
    expect([show, goThere]).toEqual([`${program} show bowl`, undefined]);
  });

  it.each([
    ["by its path", [], elsewhere],
    ["by npx", ["cli"], agent("npm")],
  ] as const)("can be typed as they stand where it was started %s", async (_, packages, environment) => {
    const workspace = createWorkspace({ "bowl.js": BOWL }, ["core", ...packages]);
    const { show = "" } = await adviceOf(workspace, environment);
    const { code, stdout } = await workspace.script("sh", `PATH=\${PATH#*:}; ${show}`);
    expect([code, stdout]).toEqual([0, expect.stringContaining("2 of 2 evaluations")]);
  });

  it("begin with the way there where a script was called from another folder", async () => {
    const workspace = createWorkspace({ "bowl.js": BOWL });
    const above = { ...agent("npm"), INIT_CWD: join(workspace.path, "..") };
    const folder = workspace.path.split("/").at(-1) ?? "";
    const { kept, goThere } = await adviceOf(workspace, above);
    expect([goThere, kept]).toEqual([`cd ${folder}`, `${folder}/.shac/bowl`]);
    const below = { ...agent("npm"), INIT_CWD: join(workspace.path, "src") };
    expect((await adviceOf(workspace, below)).goThere).toBe(`cd ${workspace.path}`);
  });
});
