import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BOWL } from "../studies.js";
import { createWorkspace, type Workspace } from "../workspace.js";

const hasShell = (name: string): boolean => spawnSync(name, ["--version"]).status === 0 || process.env.CI === "true";

/** Files, folders and a kept study, for a shell to find. */
async function createCompletedFolder(): Promise<Workspace> {
  const workspace = createWorkspace({ "bowl.js": BOWL, "space.json": "{}", "notes.txt": "", "sub/deep.ts": "" });
  mkdirSync(`${workspace.path}/my files`);
  await workspace.shac("run", "bowl.js", "--budget", "10", "--batches", "1", "--dir", "kept/here", "--name", "mine");
  return workspace;
}

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

/** What a line of zsh is after Tab, and what zsh has shown by then; typed into an interactive zsh of its own. */
async function completeInZsh({ script }: Workspace, lines: readonly string[]) {
  const { stdout } = await script(
    "zsh",
    `zmodload zsh/zpty
    zpty inner zsh -f -i
    zpty -w inner 'PROMPT=; autoload -Uz compinit; compinit -u -D; eval "$(shac completion zsh)"'
    zpty -w inner 'tell() { print -r -- "<<$BUFFER>>"; BUFFER= }; zle -N tell; bindkey "^X" tell; print "RE""ADY"'
    zpty -r inner shown '*READY*'
    while IFS= read -r line; do
      zpty -w -n inner "$line"$'\\t\\C-x'
      zpty -r inner shown '*<<*>>*'
      printf '%s\\0' "$shown"
    done`,
    lines.map((line) => `${line}\n`).join(""),
  );
  return stdout.split("\0").map((shown) => ({ shown, line: /<<(.*)>>/.exec(shown)?.[1] }));
}

/** What fish offers for each line, with what it says of it. */
async function completeInFish({ script }: Workspace, lines: readonly string[]) {
  const { stdout } = await script(
    "fish",
    `shac completion fish | source
    while read -l line
      complete -C $line
      echo
    end`,
    lines.map((line) => `${line}\n`).join(""),
  );
  return stdout.split("\n\n").map((offered) =>
    offered
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split("\t")),
  );
}

describe.concurrent("shac completion", () => {
  it.skipIf(!hasShell("bash"))("completes in bash [needs bash: apt-get install bash]", async () => {
    const workspace = await createCompletedFolder();
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

  it.skipIf(!hasShell("zsh"))("completes in zsh [needs zsh: apt-get install zsh]", async () => {
    const cases = [
      ["shac de", "shac delete "],
      ["shac run bo", "shac run bowl.js "],
      ["shac run su", "shac run sub/"],
      ["shac run my", "shac run my\\ files/"],
      ["shac run bowl.js --sampler=ra", "shac run bowl.js --sampler=random "],
      ["shac show --dir kept/here ", "shac show --dir kept/here mine "],
      ["shac tell mine 3 0.5 --fa", "shac tell mine 3 0.5 --failed "],
      ["shac fly x", "shac fly x"],
    ] as const;
    const [choice, ...completed] = await completeInZsh(await createCompletedFolder(), [
      "shac re",
      ...cases.map(([typed]) => typed),
    ]);
    expect(completed.map(({ line }) => line).slice(0, cases.length)).toEqual(cases.map(([, line]) => line));
    expect(choice?.shown).toMatch(/report +-- write a study/);
    expect(choice?.shown).toMatch(/retry +-- /);
  });

  it.skipIf(!hasShell("fish"))("completes in fish [needs fish: apt-get install fish]", async () => {
    const cases = [
      ["shac de", ["delete"]],
      ["shac run bo", ["bowl.js"]],
      ["shac run ", ["bowl.js", "kept/", "my files/", "sub/"]],
      ["shac run bowl.js --sampler ", ["random", "shac", "shac-gp"]],
      ["shac show --dir kept/here ", ["mine"]],
      ["shac tell mine 3 0.5 --fa", ["--failed"]],
      ["shac fly x", []],
    ] as const;
    const offered = await completeInFish(
      await createCompletedFolder(),
      cases.map(([typed]) => typed),
    );
    for (const [i, [typed, words]] of cases.entries()) {
      expect(offered[i]?.map(([word]) => word).toSorted(), typed).toEqual(words);
    }
    expect(offered[0]?.[0]?.[1]).toMatch(/^delete /);
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
