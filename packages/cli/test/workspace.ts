import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const paths: string[] = [];
afterAll(() => {
  for (const path of paths) rmSync(path, { recursive: true, force: true });
});

const BIN = fileURLToPath(new URL("../dist/bin.js", import.meta.url));
const PACKAGES = fileURLToPath(new URL("../..", import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function hasPseudoTerminal(): boolean {
  try {
    return execFileSync("script", ["--version"], { encoding: "utf8" }).includes("util-linux");
  } catch {
    return false;
  }
}

/** Whether `inTerminal` works here; a test that needs it is skipped where not, and says so. */
export const canUseTerminal: boolean = hasPseudoTerminal() || process.env.CI === "true";

interface Terminal {
  readonly columns: number;
  /** What to type once the output since the last time matches; in this order. */
  readonly typing?: readonly { readonly when: RegExp; readonly keys: string }[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A folder of a user's own, in which the program runs. */
export interface Workspace {
  readonly path: string;
  write(name: string, text: string): void;
  read(name: string): string;
  shac(...words: readonly string[]): Promise<Finished>;
  start(words: readonly string[], environment?: Readonly<Record<string, string>>): ChildProcess;
  /** Runs a script that may call `shac`. */
  script(shell: "sh" | "bash" | "zsh" | "fish", text: string, input?: string): Promise<Finished>;
  /** Runs the program in a pseudo-terminal; standard output and standard error are one there. */
  inTerminal(
    words: readonly string[],
    terminal: Terminal,
  ): Promise<{ readonly code: number | null; readonly output: string }>;
}

/** A fresh folder with `files`, and with these packages of @shac installed; it is removed after the tests. */
export function createWorkspace(
  files: Readonly<Record<string, string>> = {},
  installed: readonly ("core" | "cli" | "threading" | "onnx" | "tf-managed" | "bullmq")[] = ["core"],
): Workspace {
  const path = mkdtempSync(join(tmpdir(), "shac-cli-"));
  paths.push(path);
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  mkdirSync(join(path, "node_modules/@shac"), { recursive: true });
  for (const name of installed) symlinkSync(join(PACKAGES, name), join(path, "node_modules/@shac", name));
  write("package.json", '{ "type": "module" }');
  for (const [name, text] of Object.entries(files)) write(name, text);
  const bin = join(path, "node_modules/.bin");
  write("node_modules/.bin/shac", `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
  chmodSync(join(bin, "shac"), 0o755);
  const environmentWith = (own: Readonly<Record<string, string>>) => ({
    ...environmentOfUser(),
    PATH: `${bin}:${process.env.PATH}`,
    ...own,
  });

  const start = (words: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess =>
    spawn(process.execPath, [BIN, ...words], { cwd: path, env: environmentWith(environment) });
  return {
    path,
    write,
    read: (name) => readFileSync(join(path, name), "utf8"),
    start,
    shac: (...words) => finish(start(words)),
    script: (shell, text, input = "") => {
      const child = spawn(shell, ["-c", text], { cwd: path, env: environmentWith({}) });
      child.stdin.end(input);
      return finish(child);
    },
    inTerminal: (words, { environment = {}, ...terminal }) =>
      runInTerminal(path, words, { ...terminal, environment: environmentWith(environment) }),
  };
}

/** What a user's shell would give, whatever runs the tests. */
function environmentOfUser(): Record<string, string | undefined> {
  const { FORCE_COLOR, NO_COLOR, NODE_PATH, npm_config_user_agent, INIT_CWD, CI, ...environment } = process.env;
  return { ...environment, TERM: "xterm-256color" };
}

/** Everything a process wrote, once it has ended. */
export function finish(child: ChildProcess): Promise<Finished> {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
}

function runInTerminal(
  cwd: string,
  words: readonly string[],
  { columns, typing = [], environment }: Omit<Terminal, "environment"> & { environment: NodeJS.ProcessEnv },
): Promise<{ readonly code: number | null; readonly output: string }> {
  const command = [process.execPath, BIN, ...words].map((word) => `'${word}'`).join(" ");
  const child = spawn("script", ["-qefc", `stty cols ${columns} rows 30; exec ${command}`, "/dev/null"], {
    cwd,
    env: environment,
  });
  const left = [...typing];
  let output = "";
  let since = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (left[0]?.when.test(output.slice(since)) !== true) return;
    since = output.length;
    child.stdin.write(left.shift()?.keys);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
