import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BOWL } from "./studies.js";
import { createWorkspace, type Workspace } from "./workspace.js";

const hasBash = spawnSync("bash", ["--version"]).status === 0 || process.env.CI === "true";

/** What bash offers for each command line, as its readline would ask for it. */
async function completeInBash({ script }: Workspace, lines: readonly (readonly string[])[]) {
  const { stdout } = await script(
    "bash",
    `eval "$(shac completion bash)"
    while IFS= read -r line; do
      eval "COMP_WORDS=($line)"
      COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
      _shac 2>/dev/null
      printf '%s|' "\${COMPREPLY[@]}"
      printf '\\n'
    done`,
    lines.map((words) => `${words.map((word) => `'${word}'`).join(" ")}\n`).join(""),
  );
  return stdout.split("\n").map((line) => line.split("|").filter(Boolean));
}

describe.concurrent("shac completion", () => {
  it.skipIf(!hasBash)("completes in bash [needs bash: apt-get install bash]", async () => {
    const workspace = createWorkspace({ "bowl.js": BOWL, "space.json": "{}", "notes.txt": "", "sub/deep.ts": "" });
    mkdirSync(`${workspace.path}/my files`);
    await workspace.shac("run", "bowl.js", "--budget", "10", "--batches", "1", "--dir", "kept/here", "--name", "mine");
    const options = ["--dir", "kept/here"];
    const cases: readonly (readonly [words: string[], offered: string[]])[] = [
      [["shac", "de"], ["delete"]],
      [
        ["shac", "run", "bowl.js", "--sampler", ""],
        ["shac", "shac-gp", "random"],
      ],
      // So bash divides --direction=m.
      [
        ["shac", "run", "--direction", "=", "m"],
        ["minimize", "maximize"],
      ],
      [
        ["shac", "run", "--space", "s"],
        ["sub/", "space.json"],
      ],
      [
        ["shac", "run", ""],
        ["bowl.js", "kept/", "my\\ files/", "sub/"],
      ],
      [["shac", "run", "sub/"], ["sub/deep.ts"]],
      [["shac", "show", ...options, ""], ["mine"]],
      [["shac", "tell", ...options, "mine", "3", "0.5", "--fa"], ["--failed"]],
      [["shac", "fly", ""], []],
    ];
    const offered = await completeInBash(
      workspace,
      cases.map(([words]) => words),
    );
    for (const [i, [words, expected]] of cases.entries()) {
      expect(offered[i]?.toSorted(), words.join(" ")).toEqual(expected.toSorted());
    }
  });

  it("tells zsh and fish what each word means, and knows every command and option of the program", async () => {
    const { shac } = createWorkspace();
    const wordsOf = (text: string) => text.split("\n").map((line) => line.split("\t")[0]);
    const { stdout } = await shac("completion", "zsh", "--", "");
    expect(stdout).toContain("run\tstart a study or go on with it\n");
    const help = (await shac("--help")).stdout;
    const commands = [...help.matchAll(/^ {2}([a-z]+) \[/gm)].map(([, name]) => name);
    expect(commands.length).toBeGreaterThan(10);
    expect(wordsOf(stdout)).toEqual(expect.arrayContaining(commands));
    const options = (await shac("completion", "fish", "--", "run", "--")).stdout;
    expect(options).toContain("--workers\tevaluations at once (default: one for each core)\n");
    const known = [...(await shac("run", "--help")).stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(
      ([, name]) => name,
    );
    expect(wordsOf(options).filter(Boolean).toSorted()).toEqual(known.toSorted());
  });

  it.each(["zsh", "fish"])("prints a script for %s that calls the program", async (shell) => {
    const { shac } = createWorkspace();
    const { code, stdout } = await shac("completion", shell);
    expect([code, stdout]).toEqual([0, expect.stringContaining(`completion ${shell} -- `)]);
  });
});
