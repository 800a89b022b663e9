import { execFileSync } from "node:child_process";
import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { finishAfter } from "../interrupt.js";
import { createWorkspace } from "../workspace.js";

const SPACE = JSON.stringify({
  parameters: [
    { name: "x", kind: "float", low: 0, high: 1 },
    { name: "mode", kind: "categorical", choices: ["plain", "it's; $(exit 9)"] },
    { name: "deep", kind: "int", low: 1, high: 9, when: { parent: "mode", values: ["plain"] } },
  ],
});

/** Fails above 0.8, and tells what it was given. */
const SCORE = `
echo "mode $2, deep $3"
case $1 in 0.8* | 0.9*) echo "too large" >&2; exit 3 ;; esac
echo "{\\"value\\": $1, \\"metrics\\": {\\"trial\\": $SHAC_TRIAL}}"
echo
`;

function isAlive(pid: number): boolean {
  try {
    const state = execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
    return !state.startsWith("Z");
  } catch {
    return false;
  }
}

describe.concurrent("shac run --command", () => {
  it("tunes a program in any language, with a space from a JSON file", async () => {
    const { shac, path } = createWorkspace({ "score.json": SPACE, "score.sh": SCORE });
    const words = ["--space", "score.json", "--command", "sh score.sh {x} {mode} {deep}"];
    const { code, stdout, stderr } = await shac("run", ...words, "--budget", "20", "--batches", "2", "--seed", "1");
    expect(code).toBe(0);
    expect(stdout).toContain("kept in .shac/score");
    expect(stdout).toContain("shac run --space score.json --command 'sh score.sh {x} {mode} {deep}'");
    expect(stderr).toContain("failed, error: CommandError: The command ended with status 3.\ntoo large\n");

    const trials = JSON.parse((await shac("export", "--json")).stdout);
    expect(trials).toHaveLength(20);
    for (const { number, params, state, value, metrics } of trials) {
      expect(stderr).toContain(`trial ${number}: mode ${params.mode}, deep ${params.deep ?? ""}\n`);
      if (params.x < 0.8)
        expect({ state, value, metrics }).toEqual({ state: "complete", value: params.x, metrics: { trial: number } });
      else expect(state).toBe("failed");
    }

    const failed = trials.find(({ state }: { state: string }) => state === "failed");
    const shown = await shac("show", "--trial", String(failed.number));
    expect(shown.stdout).toMatch(/^score {2}trial \d+ {2}batch \d {2}failed, error\n\nParams\n {2}x +0\.[89]/);
    expect(shown.stdout).toContain(`folder   .shac/score/trials/${failed.number}\n`);
    expect(shown.stdout).toContain("CommandError: The command ended with status 3.\ntoo large\n");
    expect(shown.stdout).toMatch(/\n\nLog\n(mode .*\ntoo large|too large\nmode .*)\n$/);
    const complete = trials.find(({ state }: { state: string }) => state === "complete");
    const document = JSON.parse((await shac("show", "score", "--trial", String(complete.number), "--json")).stdout);
    expect(document).toEqual({
      ...complete,
      worker: expect.any(Number),
      startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      losses: [],
      directory: `${path}/.shac/score/trials/${complete.number}`,
      logs: [{ attempt: 1, lines: [`mode ${complete.params.mode}, deep ${complete.params.deep ?? ""}`] }],
    });
    expect((await shac("show", "--trial", "20")).stderr).toBe(
      "error: There is no trial 20; the study has 20, numbered from 0.\n",
    );
  });

  it("takes the space of a study file without an objective, and refuses what is no value", async () => {
    const { shac } = createWorkspace({
      "study.ts": `import { float, searchSpace } from "@shac/core";
export default { name: "echo", space: searchSpace({ x: float(0, 1) }), totalBudget: 20, numBatches: 2 };`,
    });
    const { stdout } = await shac("run", "study.ts", "--command", "echo {x}", "--json");
    const { name, complete, best } = JSON.parse(stdout);
    expect([name, complete, best.value]).toEqual(["echo", 20, best.params.x]);
    const { code, stderr } = await shac("run", "study.ts", "--command", "echo nan", "--name", "nan");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^trial \d failed, invalid-value: The objective gave "nan"/);
  });

  it("keeps the beginning of a line that does not end, and says that it was cut", async () => {
    const { shac, read } = createWorkspace({ "score.json": SPACE });
    const words = ["run", "--space", "score.json", "--budget", "1", "--batches", "1", "--quiet"];
    const endless = "head -c 30000000 /dev/zero | tr '\\0' a";
    const { code } = await shac(...words, "--command", `printf 'é\\r\\n'; ${endless}; echo; echo {x}`);
    expect(code).toBe(0);
    const [first, second, ...others] = read(".shac/score/logs/0.1.log").trimEnd().split("\n");
    expect([first, others]).toEqual(["é", []]);
    expect(second).toMatch(/^a{262144} \(this line was cut after 262144 characters\)$/);
    const unread = await shac(...words, "--name", "unread", "--command", endless);
    expect([unread.code, unread.stderr]).toEqual([1, expect.stringContaining("last line is too long for an outcome")]);
  });

  it("kills the program with all that it has started, at a timeout and at Ctrl-C", async () => {
    const { start } = createWorkspace({ "score.json": SPACE });
    const words = ["run", "--space", "score.json", "--command", "sleep 600 & echo pid $! >&2; wait", "--workers", "1"];
    const pidOf = (text: string): number => Number(/pid (\d+)/.exec(text)?.[1]);
    const interrupted = await finishAfter(start([...words, "--name", "a"]), /pid \d+/, "SIGINT");
    expect(interrupted.code).toBe(130);
    expect(isAlive(pidOf(interrupted.stderr))).toBe(false);
    const late = await finishAfter(
      start([...words, "--name", "b", "--timeout", "300ms"]),
      /trial 0 failed, timeout/,
      "SIGINT",
    );
    expect(late.stderr).toMatch(/pid \d+/);
    expect(isAlive(pidOf(late.stderr))).toBe(false);
  });

  it("leaves no program behind when it is killed itself", async () => {
    const { start } = createWorkspace({ "score.json": SPACE });
    const command = "trap '' TERM HUP; sleep 600 & echo pids $$ $! >&2; wait";
    const words = ["run", "--space", "score.json", "--command", command, "--workers", "2"];
    const { stderr, code } = await finishAfter(start(words), /pids.*\n(.*\n)*.*pids.*\n/, "SIGKILL");
    expect(code).toBe(null);
    const pids = [...stderr.matchAll(/pids (\d+) (\d+)/g)].flatMap(([, shell, sleep]) => [
      Number(shell),
      Number(sleep),
    ]);
    expect(pids.length).toBe(4);
    while (pids.some(isAlive)) await setImmediate();
  });

  it("gives a program no children that it has not started", async () => {
    const { shac } = createWorkspace({ "score.json": SPACE });
    const command = 'ps -A -o ppid= -o args= | grep -c "^ *$$ .*[r]ead -r" || true';
    const words = ["run", "--space", "score.json", "--command", command, "--budget", "4", "--batches", "2"];
    const { stdout } = await shac(...words, "--sampler", "random", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ complete: 4, best: { value: 0 } });
  });
});
