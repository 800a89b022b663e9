import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { createWorkspace, finish, type Workspace } from "./workspace.js";

const COMMAND = /^\$ (npx )?shac (.*)/;

/** Times differ from run to run, and with them the width of their column. */
function withoutTimes(text: string): string {
  return text.replace(/ +[\d.]+ s$/gm, "  0.2 s").replace(/ +time$/gm, "   time");
}

/** The commands of a console block, each with what it prints. */
async function runBlock({ start }: Workspace, block: string): Promise<string> {
  const commands = block.split("\n").filter((line) => COMMAND.test(line));
  const sessions: string[] = [];
  for (const command of commands) {
    const [, npx, words = ""] = COMMAND.exec(command) ?? [];
    const environment = npx === undefined ? {} : { npm_config_user_agent: "npm/11.0.0 node/v20.19.0 linux x64" };
    const { stdout, stderr } = await finish(start(words.split(" "), environment));
    sessions.push(`${command}\n${withoutTimes(stdout + stderr)}`);
  }
  return sessions.join("\n");
}

// After a change of what is printed: npx vitest run -u
it.each(["../../../docs/guide/start.md", "../../../docs/guide/cli.md", "../README.md"])(
  "%s shows what the program prints",
  async (file) => {
    const path = fileURLToPath(new URL(file, import.meta.url));
    const text = readFileSync(path, "utf8");
    const [, study = ""] = /^```ts\n(.*?)^```$/ms.exec(text) ?? [];
    const [, name = ""] = /\$ (?:npx )?shac run (\S+)/.exec(text) ?? [];
    const workspace = createWorkspace({ [name]: study }, ["core", "cli", "threading"]);
    let fresh = "";
    for (const part of text.split(/(?<=^```console\n)(.*?)(?=^```$)/ms)) {
      fresh += COMMAND.test(part) ? await runBlock(workspace, part) : part;
    }
    await expect(fresh).toMatchFileSnapshot(path);
  },
);
