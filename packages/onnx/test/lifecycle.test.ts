import { execFile } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { InvalidOptionError, type JsonObject } from "@shac/core";
import { type OnnxOptions, onnxBackend } from "@shac/onnx";
import { expect, it } from "vitest";
import { evaluateAll, resultsOf } from "./evaluate.js";
import { matrixModel, newFolder, writeModel } from "./models.js";

const PACKAGES = fileURLToPath(new URL("../..", import.meta.url));
const small = writeModel("small.onnx", matrixModel(2));

async function processesOf(evaluations: readonly JsonObject[], options: OnnxOptions): Promise<unknown[]> {
  return (await resultsOf(evaluations, options)).map(({ attributes }) => attributes?.pid);
}

it("a worker that holds more than the bound at the end of an evaluation is replaced, with its result kept", async () => {
  const hold = { do: "hold", megabytes: 200 };
  const [first, second, third] = await processesOf([hold, { ...hold, megabytes: 1 }, hold], { recycleAboveMb: 250 });
  expect(second).not.toBe(first);
  expect(third).toBe(second);
});

it("the bound is three quarters of the memory limit where nothing else is said", async () => {
  const evaluations = [
    { do: "hold", megabytes: 200 },
    { do: "hold", megabytes: 1 },
  ];
  const [first, second] = await processesOf(evaluations, { memoryLimitMb: 320 });
  expect(second).not.toBe(first);
  const [third, fourth] = await processesOf(evaluations, { memoryLimitMb: 600 });
  expect(fourth).toBe(third);
});

it("a model that needs more memory than the limit fails its trial, and the next one finds a worker", async () => {
  // 144 MiB of weights, which are in memory twice while it is loaded.
  const large = writeModel("large.onnx", matrixModel(6144));
  const evaluated = await evaluateAll(
    [
      { do: "load", models: [large], size: 6144 },
      { do: "load", models: [small] },
    ],
    { memoryLimitMb: 220 },
  );
  expect(evaluated[0]?.outcome).toMatchObject({ code: "evaluation-failed", reason: "memory-limit" });
  expect(evaluated[1]?.outcome).toMatchObject({ value: 2 });
});

it("a run that outlasts its time limit is ended in the middle, by the end of its process", async () => {
  // One run is 50 x 2 x 4000 x 2048 x 2048 operations, so many seconds.
  const slow = writeModel("slow.onnx", matrixModel(2048, 0, 50));
  const backend = onnxBackend(new URL("./fixtures/objective.js", import.meta.url), { workers: 1 });
  const abort = new AbortController();
  let pid = 0;
  const timeout = new Error("the time is over");
  try {
    await backend.open({ id: "a", name: "a", fingerprint: "" }, () => {});
    const request = {
      studyId: "a",
      trial: 0,
      attempt: 1,
      seed: 1,
      pruning: [],
      params: { do: "runLong", model: slow },
    };
    const onLog = (line: string): void => {
      pid = Number(line.split(" ")[1]);
      abort.abort(timeout);
    };
    const running = backend.evaluate(request, {
      signal: abort.signal,
      onStart() {},
      onReport() {},
      onLog,
      onAttributes() {},
    });
    await expect(running).rejects.toBe(timeout);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  } finally {
    await backend.close();
  }
});

it.each<[OnnxOptions, string]>([
  [{ maxSessions: -1 }, "maxSessions is -1"],
  [{ maxSessions: 1.5 }, "maxSessions is 1.5"],
  [{ maxModelMb: Number.NaN }, "maxModelMb is NaN"],
  [{ recycleAboveMb: 0 }, "recycleAboveMb is 0"],
  [{ workers: 0 }, "workers is 0"],
  [{ memoryLimitMb: -1 }, "memoryLimitMb is -1"],
])("%o is refused", (options, message) => {
  expect(() => onnxBackend("objective.js", options)).toThrow(InvalidOptionError);
  expect(() => onnxBackend("objective.js", options)).toThrow(message);
});

/** What open() rejects with in a folder of its own, in which `runtime` is the code of onnxruntime-node, if it is installed at all. */
async function openWith(runtime?: string): Promise<{ readonly code: string; readonly message: string }> {
  const folder = newFolder();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("package.json", '{ "type": "module" }');
  write("objective.js", "export default () => 0;");
  write(
    "program.js",
    `import { onnxBackend } from "@shac/onnx";
    const opening = onnxBackend("objective.js").open({ id: "a", name: "a", fingerprint: "" }, () => {});
    console.log(await opening.catch(({ code, message }) => JSON.stringify({ code, message })));`,
  );
  if (runtime !== undefined) write("node_modules/onnxruntime-node/index.js", runtime);
  const installed = join(folder, "node_modules/@shac");
  mkdirSync(installed, { recursive: true });
  for (const name of ["core", "threading"]) symlinkSync(join(PACKAGES, name), join(installed, name));
  // A copy, as a link would lead to where the runtime is installed.
  for (const part of ["package.json", "dist"]) {
    cpSync(join(PACKAGES, "onnx", part), join(installed, "onnx", part), { recursive: true });
  }
  const { stdout } = await promisify(execFile)(process.execPath, ["program.js"], { cwd: folder });
  return JSON.parse(stdout);
}

it("open() says what to install where onnxruntime-node is missing", async () => {
  expect(await openWith()).toEqual({
    code: "missing-dependency",
    message:
      '@shac/onnx needs the package "onnxruntime-node", which is not installed. Run: npm install onnxruntime-node',
  });
});

it("open() says so where onnxruntime-node is installed but does not run", async () => {
  const { code, message } = await openWith("throw new Error('GLIBC_2.99 not found')");
  expect(code).toBe("backend-failed");
  expect(message).toContain(`onnxruntime-node does not run on ${process.platform} ${process.arch} with Node`);
  expect(message).toMatch(/: GLIBC_2\.99 not found$/);
});
