import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { finishAfter } from "../interrupt.js";
import { readScreen } from "../screen.js";
import { studyWith } from "../studies.js";
import { createWorkspace, type Workspace } from "../workspace.js";

const WITH_THREADING = ["core", "threading"] as const;

/** Says which process evaluates, and fails now and then. */
const OBJECTIVE = `async ({ x }, { trial }) => {
    console.log(\`evaluating \${trial}\`);
    if (x > 0.8) throw new TypeError("too large");
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { value: x, attributes: { pid: process.pid } };
  }`;

interface Row {
  readonly attributes?: { readonly pid: number };
  readonly elapsedMs?: number;
  readonly error?: unknown;
}

async function trialsOf({ shac }: Workspace, dir: string): Promise<readonly Row[]> {
  return JSON.parse((await shac("export", "--json", "--dir", dir)).stdout);
}

async function logsOf({ shac }: Workspace, dir: string, trial: number): Promise<unknown> {
  return JSON.parse((await shac("show", "--trial", String(trial), "--json", "--dir", dir)).stdout).logs;
}

/** Trials without what may differ from run to run. */
function outcomes(trials: readonly Row[]): unknown[] {
  return trials.map(({ attributes, elapsedMs, error, ...trial }) => trial);
}

describe.concurrent("shac run on several workers", () => {
  it("uses processes on all cores where the file says nothing, and finds what other backends find", async () => {
    const workspace = createWorkspace({ "study.ts": studyWith(OBJECTIVE) }, WITH_THREADING);
    const { code, stdout, stderr } = await workspace.shac("run", "study.ts", "--dir", "processes");
    expect(code).toBe(0);
    expect(stdout).not.toContain("@shac/threading");
    for (let trial = 0; trial < 20; trial++) expect(stderr).toContain(`trial ${trial}: evaluating ${trial}\n`);
    expect(stdout).not.toContain("evaluating");
    expect(stderr).toMatch(/^trial \d+ failed, error: TypeError: too large\n {4}at .*study\.ts:\d+:\d+\)?$/m);
    expect(stderr.match(/^ {4}at .*$/gm)?.filter((frame) => !frame.includes("study.ts"))).toEqual([]);
    const trials = await trialsOf(workspace, "processes");
    const pids = new Set(trials.map(({ attributes }) => attributes?.pid).filter((pid) => pid !== undefined));
    expect(pids.size).toBe(Math.min(availableParallelism(), 10));

    const logs = [{ attempt: 1, lines: ["evaluating 7"] }];
    expect(await logsOf(workspace, "processes", 7)).toEqual(logs);
    for (const words of [["inline"], ["threads", "--workers", "2"]]) {
      const [backend = ""] = words;
      const run = await workspace.shac("run", "study.ts", "--dir", backend, "--backend", ...words);
      for (let trial = 0; trial < 20; trial++) expect(run.stderr).toContain(`trial ${trial}: evaluating ${trial}\n`);
      expect(run.stdout).not.toContain("evaluating");
      expect(await logsOf(workspace, backend, 7)).toEqual(logs);
      const own = await trialsOf(workspace, backend);
      expect(outcomes(own)).toEqual(outcomes(trials));
      expect(new Set(own.map(({ attributes }) => attributes?.pid)).size).toBe(2);
    }
  });

  it("kills a worker above its memory limit", async () => {
    const objective = `async ({ x }) => {
      if (x < 0.8) return x;
      const held = Buffer.alloc(2 ** 29, 1);
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      return held[0];
    }`;
    const { shac } = createWorkspace({ "study.js": studyWith(objective) }, WITH_THREADING);
    const { stdout, stderr } = await shac("run", "study.js", "--workers", "1", "--memory-limit", "256mb", "--json");
    expect(stderr).toMatch(/^trial \d+ failed, memory-limit: /m);
    expect(JSON.parse(stdout)).toMatchObject({ trials: 20, stop: "budget-spent" });
  });

  it("says when a memory limit would not reach the backend", async () => {
    const own = 'backend: async () => (await import("@shac/core")).inlineBackend(() => 0)';
    const { shac } = createWorkspace({ "study.js": studyWith("() => 0", `${own},`) }, WITH_THREADING);
    const refused = await shac("run", "study.js", "--memory-limit", "256mb");
    expect([refused.code, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toContain("--memory-limit does not reach the study file's own backend");
    const { code } = await shac("run", "study.js", "--memory-limit", "256mb", "--backend", "processes");
    expect(code).toBe(0);
  });

  it("runs asynchronous objectives at once in one process when told so, and says how to use all cores", async () => {
    const objective = "async ({ x }) => (await new Promise((resolve) => setTimeout(resolve, 20)), x)";
    const { shac, inTerminal } = createWorkspace({ "study.js": studyWith(objective) });
    const { stdout } = await shac("run", "study.js");
    expect(stdout).toMatch(/^use all cores {2}npm install --save-dev @shac\/threading$/m);
    const { output } = await inTerminal(
      ["run", "study.js", "--backend", "inline", "--workers", "3", "--name", "other"],
      { columns: 80 },
    );
    expect(output).toMatch(/[123] of 3 running/);
    expect(readScreen(output).join("\n")).not.toContain("@shac/threading");
  });

  it("evaluates on ONNX Runtime, and says what to install where that is missing", async () => {
    // y = relu(x), for one number.
    const model = "CAg6MwoMCgF4EgF5IgRSZWx1EgFnWg8KAXgSCgoICAESBAoCCAFiDwoBeRIKCggIARIECgIIAUICEA0=";
    const objective = `async ({ x }, { ort, sessions }) => {
      const session = await sessions.load(Buffer.from("${model}", "base64"));
      const { y } = await session.run({ x: new ort.Tensor("float32", [x]) });
      return y.data[0] - Math.fround(x);
    }`;
    const files = { "study.js": studyWith(objective) };
    const run = ["run", "study.js", "--backend", "onnx", "--workers", "1", "--memory-limit", "1gb", "--json"];
    const { stdout } = await createWorkspace(files, [...WITH_THREADING, "onnx"]).shac(...run);
    expect(JSON.parse(stdout)).toMatchObject({ best: { value: 0 }, complete: 20, stop: "budget-spent" });
    const { code, stderr } = await createWorkspace(files, WITH_THREADING).shac(...run);
    expect(code).toBe(2);
    expect(stderr).toContain("npm install @shac/onnx");
  });

  it("evaluates in managed TensorFlow.js sessions, and says what to install where they are missing", async () => {
    const objective = `async ({ x }, { tf, session }) => {
      const { backend, device } = session;
      return { value: await session.run(tf.scalar(x).mul(0)), attributes: { session: [backend, device.type] } };
    }`;
    const files = { "study.js": studyWith(objective) };
    const run = ["run", "study.js", "--backend", "tf-managed", "--tf-backend", "wasm", "--max-cpu-evaluators", "2"];
    const workspace = createWorkspace(files, [...WITH_THREADING, "tf-managed"]);
    const options = ["--max-gpu-evaluators", "0", "--memory-limit", "1gb", "--json"];
    const { stdout, stderr: notices } = await workspace.shac(...run, ...options);
    expect(notices).not.toContain("TensorFlow.js computes");
    expect(JSON.parse(stdout)).toMatchObject({ best: { value: 0 }, complete: 20, stop: "budget-spent" });
    const exported = await workspace.shac("export", "study", "--format", "json");
    expect(exported.stdout).toContain("wasm");
    const { code, stderr } = await createWorkspace(files, WITH_THREADING).shac(...run);
    expect(code).toBe(2);
    expect(stderr).toContain("npm install @shac/tf-managed");
  });

  it("says once on which TensorFlow.js it trains, and what a failed trial leaked", async () => {
    const objective = `({ x }, { tf, trial }) => {
      tf.scalar(x);
      if (trial === 1) throw new Error("on purpose");
      return x;
    }`;
    const { shac } = createWorkspace({ "leaky.js": studyWith(objective) }, [...WITH_THREADING, "tf-managed"]);
    const options = ["--backend", "tf-managed", "--budget", "2", "--batches", "1", "--max-gpu-evaluators", "0"];
    const { stderr } = await shac("run", "leaky.js", ...options);
    expect(stderr.match(/^TensorFlow\.js computes on the CPU, by .+\.$/gm)).toHaveLength(1);
    const { stdout } = await shac("show", "study", "--trial", "1", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ state: "failed", attributes: { tensorsLeaked: 1, bytesHeld: 4 } });
    expect((await shac("show", "study", "--trial", "1")).stdout).toMatch(/^ {2}tensorsLeaked +1$/m);
  });

  it("asks the backend of a file, and hands it the number of workers", async () => {
    const { shac } = createWorkspace({
      "study.js": studyWith("() => 0"),
      "backend.ts": `import { inlineBackend } from "@shac/core";
export const backend = (file: URL, { workers }: { workers?: number }) =>
  inlineBackend(() => (file.href.endsWith("/study.js") ? (workers ?? 0) : 0));`,
    });
    const { stdout } = await shac("run", "study.js", "--backend", "./backend.ts", "--workers", "7", "--json");
    expect(JSON.parse(stdout).best.value).toBe(7);
  });

  it("leaves no worker behind after Ctrl-C", async () => {
    const objective = "() => (console.log('pid', process.pid), new Promise(() => setInterval(() => {}, 1000)))";
    const { start } = createWorkspace({ "study.js": studyWith(objective) }, WITH_THREADING);
    const { code, stderr } = await finishAfter(start(["run", "study.js", "--workers", "1"]), /pid \d+/, "SIGINT");
    expect(code).toBe(130);
    const pid = Number(/pid (\d+)/.exec(stderr)?.[1]);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });
});
