import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { needsRedis, startRedis, withoutRedis } from "../redis-server.js";
import { studyWith } from "../studies.js";
import { createWorkspace, finish } from "../workspace.js";

/** Resolves at the first line of standard error with these words. */
async function said(child: ChildProcess, words: string): Promise<void> {
  for await (const line of createInterface(child.stderr as Readable)) if (line.includes(words)) return;
}

const OBJECTIVE = "async ({ x }) => ({ value: x, attributes: { pid: process.pid } })";

it.skipIf(withoutRedis)(
  `shac worker evaluates what shac run asks for, and shac workers tells who does${needsRedis}`,
  async () => {
    const redis = await startRedis();
    const workspace = createWorkspace({ "study.ts": studyWith(OBJECTIVE) }, ["core", "threading", "bullmq"]);
    const queue = ["--redis", redis, "--queue", "line"];
    const worker = workspace.start(["worker", "study.ts", "--workers", "2", ...queue]);
    onTestFinished(() => void worker.kill("SIGKILL"));
    const workerEnd = finish(worker);
    if (worker.stdout !== null) await once(createInterface(worker.stdout), "line");

    const run = await workspace.shac("run", "study.ts", "--backend", "bullmq", ...queue);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    await workspace.shac("run", "study.ts", "--backend", "inline", "--dir", "inline");
    const trials = async (...words: readonly string[]) =>
      JSON.parse((await workspace.shac("export", "--json", ...words)).stdout).map(
        ({ number, params, value }: Record<string, unknown>) => ({ number, params, value }),
      );
    expect(await trials()).toEqual(await trials("--dir", "inline"));

    const table = (await workspace.shac("workers", ...queue)).stdout;
    expect(table).toMatch(/^worker +backend +study +slots +running +done +failed +last heartbeat$/m);
    expect(table).toMatch(/^\S+:\d+:[0-9a-f]{4} +processes +[0-9a-f]{16} +2 +0 +20 +0 +\d{4}-\S+Z$/m);

    worker.kill("SIGTERM");
    expect(await workerEnd).toMatchObject({ code: 0, stderr: "Stopping; what runs here is handed back.\n" });
    const left = await workspace.shac("workers", "--clean", "--json", ...queue);
    expect(left.stdout).toBe("[]\n");
    expect(left.stderr).toContain("Removed 0 workers and 0 evaluations that were left behind.");
  },
);

// y = relu(x), for one number.
const MODEL = "CAg6MwoMCgF4EgF5IgRSZWx1EgFnWg8KAXgSCgoICAESBAoCCAFiDwoBeRIKCggIARIECgIIAUICEA0=";

it.skipIf(withoutRedis).each([
  {
    backend: "tf-managed" as const,
    flags: ["--tf-backend", "wasm", "--max-gpu-evaluators", "0", "--workers", "2"],
    objective: `async ({ x }, { tf, session }) => {
      return { value: await session.run(tf.scalar(x).mul(0)), attributes: { ranOn: session.backend } };
    }`,
    ranOn: "wasm",
  },
  {
    backend: "onnx" as const,
    flags: ["--workers", "2", "--memory-limit", "1gb"],
    objective: `async ({ x }, { ort, sessions }) => {
      const session = await sessions.load(Buffer.from("${MODEL}", "base64"));
      const { y } = await session.run({ x: new ort.Tensor("float32", [x]) });
      return { value: y.data[0] - Math.fround(x), attributes: { ranOn: "ort " + ort.env.versions.common } };
    }`,
    ranOn: expect.stringMatching(/^ort \d/),
  },
])(`a worker with managed sessions of $backend serves a queue${needsRedis}`, async (served) => {
  const { backend, flags, objective, ranOn } = served;
  const redis = await startRedis();
  const workspace = createWorkspace({ "study.js": studyWith(objective) }, ["core", "threading", "bullmq", backend]);
  const queue = ["--redis", redis, "--queue", "managed"];
  const worker = workspace.start(["worker", "study.js", "--backend", backend, ...flags, ...queue]);
  onTestFinished(() => void worker.kill("SIGKILL"));
  const workerEnd = finish(worker);
  if (worker.stdout !== null) await once(createInterface(worker.stdout), "line");
  const run = await workspace.shac("run", "study.js", "--backend", "bullmq", "--lost-after", "5s", "--json", ...queue);
  expect(JSON.parse(run.stdout)).toMatchObject({ best: { value: 0 }, complete: 20, stop: "budget-spent" });
  const trials = JSON.parse((await workspace.shac("export", "--json")).stdout);
  expect(trials.map(({ attributes }: { attributes: { ranOn: string } }) => attributes.ranOn)).toEqual(
    Array(20).fill(ranOn),
  );
  const [described] = JSON.parse((await workspace.shac("workers", "--json", ...queue)).stdout);
  expect(described).toMatchObject({ backend, slots: 2, done: 20, failed: 0 });
  worker.kill("SIGTERM");
  expect(await workerEnd).toMatchObject({ code: 0 });
});

it.skipIf(withoutRedis)(`a worker that is told to stop twice ends at once${needsRedis}`, async () => {
  const redis = await startRedis();
  const objective = "() => (console.error('begun'), new Promise(() => {}))";
  const workspace = createWorkspace({ "study.ts": studyWith(objective) }, ["core", "bullmq"]);
  const queue = ["--redis", redis, "--queue", "stuck"];
  const worker = workspace.start(["worker", "study.ts", ...queue]);
  const run = workspace.start(["run", "study.ts", "--backend", "bullmq", ...queue]);
  for (const child of [worker, run]) onTestFinished(() => void child.kill("SIGKILL"));
  await said(run, "begun");
  const ended = once(worker, "exit");
  worker.kill("SIGTERM");
  await said(worker, "Stopping");
  // Signals closer than a fifth of a second count as one.
  await setTimeout(250);
  worker.kill("SIGTERM");
  expect(await ended).toEqual([130, null]);
});

it("tells in one line what is wrong with a queue's command", async () => {
  const { shac } = createWorkspace({ "study.ts": studyWith(OBJECTIVE) }, ["core", "threading", "bullmq"]);
  const failures: readonly (readonly [words: readonly string[], message: string])[] = [
    [["run", "study.ts", "--backend", "bullmq"], "Give the queue that workers and study share: --queue NAME."],
    [["run", "study.ts", "--queue", "q"], "--redis, --queue and --lost-after need --backend bullmq."],
    [
      ["run", "study.ts", "--backend", "bullmq", "--queue", "q", "--workers", "2"],
      "--workers and --memory-limit are for shac worker, where the evaluations run.",
    ],
    [
      ["worker", "study.ts", "--queue", "q", "--backend", "bullmq"],
      "A worker evaluates here; give --backend processes or another one that does.",
    ],
    [["workers", "--queue", "a:b"], 'queue is "a:b"; give 1 to 64 letters, digits, _ and -.'],
  ];
  const ends = await Promise.all(failures.map(([words]) => shac(...words)));
  for (const [i, [, message]] of failures.entries()) {
    expect(ends[i]).toMatchObject({ code: 2, stderr: `error: ${message}\n` });
  }
  const unreachable = await shac("workers", "--queue", "q", "--redis", "redis://127.0.0.1:1");
  expect(unreachable).toMatchObject({ code: 1, stdout: "" });
  expect(unreachable.stderr).toMatch(/^error: No Redis answers at 127\.0\.0\.1:1; .*\n$/);
});
