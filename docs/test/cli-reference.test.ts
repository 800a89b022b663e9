import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const execute = promisify(execFile);
const reference = fileURLToPath(new URL("../reference/cli.md", import.meta.url));
const program = fileURLToPath(new URL("../node_modules/@shac/cli/dist/bin.js", import.meta.url));

async function help(...command: string[]): Promise<string> {
  const { stdout } = await execute(process.execPath, [program, ...command, "--help"]);
  return stdout.trimEnd();
}

// After a change of the program: npx vitest run --project docs test/cli-reference -u
it("the reference of commands is what the program says of itself", async () => {
  const overview = await help();
  const commands = [...overview.matchAll(/^ {2}([a-z-]+)(?= |$)/gm)]
    .map(([, name = ""]) => name)
    .filter((name) => name !== "help");
  const sections = await Promise.all(commands.map(async (name) => `## shac ${name}\n\n${block(await help(name))}`));
  const intro =
    "# The program's commands\n\nEvery command and its options, as `shac --help` prints them. The [guide](../guide/cli.md) shows them at work.";
  await expect(`${[intro, block(overview), ...sections].join("\n\n")}\n`).toMatchFileSnapshot(reference);
});

function block(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}
