import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { type TfManagedOptions, tfManagedBackend } from "@shac/tf-managed";
import { afterAll, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const projects: string[] = [];
afterAll(() => {
  for (const project of projects) rmSync(project, { recursive: true });
});

/** A project of a user, with this package, as it is published, and with these packages of TensorFlow.js. */
function createProject(installed: readonly string[]): string {
  const project = mkdtempSync(join(tmpdir(), "shac-tf-"));
  projects.push(project);
  const link = (name: string, folder = join(root, "node_modules", name)) => {
    const path = join(project, "node_modules", name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(realpathSync(folder), path);
  };
  cpSync(join(root, "dist"), join(project, "node_modules/@shac/tf-managed/dist"), { recursive: true });
  cpSync(join(root, "package.json"), join(project, "node_modules/@shac/tf-managed/package.json"));
  for (const name of ["@shac/core", "@shac/threading", ...installed]) link(name);
  writeFileSync(join(project, "objective.mjs"), "export default (_, { session }) => ({ value: 0, attributes: {} });");
  return project;
}

/** What the first evaluation in the project gives, or the code and message of the error. */
async function tryIn(project: string, options: TfManagedOptions): Promise<Record<string, unknown>> {
  const script = `
    const { tfManagedBackend } = await import("@shac/tf-managed");
    const backend = tfManagedBackend("./objective.mjs", ${JSON.stringify(options)});
    const request = { studyId: "a", trial: 0, attempt: 1, seed: 1, params: {}, pruning: [] };
    const channel = { signal: new AbortController().signal, onStart() {}, onReport() {}, onLog() {}, onAttributes: (said) => Object.assign(found, said) };
    const found = {};
    const notice = (message) => Object.assign(found, { notice: message });
    await backend
      .open({ id: "a", name: "a", fingerprint: "", notice }, () => {})
      .then(() => backend.evaluate(request, channel))
      .catch(({ code, message }) => Object.assign(found, { code, message }));
    console.log(JSON.stringify(found));
    await backend.close();`;
  const run = promisify(execFile);
  // As pnpm sets it for the programs that it starts. The project depends on none of what is there.
  const env = { ...process.env, NODE_PATH: join(root, "node_modules") };
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { cwd: project, env });
  return JSON.parse(stdout);
}

it.each([
  ["wasm", "@tensorflow/tfjs-backend-wasm"],
  ["tfjs-node", "@tensorflow/tfjs-node"],
  ["tfjs-node-gpu", "@tensorflow/tfjs-node-gpu"],
] as const)(
  "a build that was asked for and is not there is an error with the command that installs it: %s",
  async (backend, name) => {
    expect(await tryIn(createProject(["@tensorflow/tfjs"]), { backend })).toEqual({
      code: "missing-dependency",
      message: `TensorFlow.js on "${backend}" needs the package "${name}", which is not installed. Run: npm install ${name}`,
    });
  },
);

it("auto takes what there is, and says why", async () => {
  const choice =
    "cpu, since @tensorflow/tfjs-node-gpu, @tensorflow/tfjs-node and @tensorflow/tfjs-backend-wasm are not installed";
  expect(await tryIn(createProject(["@tensorflow/tfjs"]), {})).toMatchObject({
    backend: "cpu",
    backendChoice: choice,
    notice: `TensorFlow.js computes on the CPU, by ${choice}.`,
  });
});

it("a native build without its binding names the command that builds it, and auto passes it over", async () => {
  const project = createProject(["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"]);
  // As it is after an installation without its script.
  const real = realpathSync(join(root, "node_modules/@tensorflow/tfjs-node"));
  const copy = join(project, "node_modules/@tensorflow/tfjs-node");
  cpSync(join(real, "dist"), join(copy, "dist"), { recursive: true });
  cpSync(join(real, "package.json"), join(copy, "package.json"));
  symlinkSync(join(real, "../../../../node_modules"), join(copy, "node_modules"));
  const problem =
    "@tensorflow/tfjs-node is installed, but cannot be loaded: its native binding is missing or has lost its library. Run: npx shac-tf-native tfjs-node";
  expect(await tryIn(project, { backend: "tfjs-node" })).toEqual({ code: "backend-failed", message: problem });
  const { backendChoice } = await tryIn(project, {});
  expect(backendChoice).toBe(`wasm, since @tensorflow/tfjs-node-gpu is not installed; ${problem}`);
});

it("without any TensorFlow.js there is an error, not a search", async () => {
  expect(await tryIn(createProject([]), {})).toMatchObject({
    code: "missing-dependency",
    message: expect.stringContaining("npm install @tensorflow/tfjs"),
  });
});

it.each<[TfManagedOptions, string]>([
  [{ maxGpuEvaluators: -1 }, "maxGpuEvaluators is -1; give an integer of at least 0, or a list of indices."],
  [
    { maxGpuEvaluators: [0, 0] },
    "maxGpuEvaluators is [0,0]; give a number of GPUs, or a list of different indices from 0.",
  ],
  [
    { maxCpuEvaluators: 0 },
    "maxCpuEvaluators is 0; give an integer of at least 1, or -1 for as many as there are cores.",
  ],
  [{ evaluatorsPerGpu: 0.5 }, "evaluatorsPerGpu is 0.5; give an integer of at least 1."],
  [{ recycleAfter: Number.NaN }, "recycleAfter is NaN; give an integer of at least 1."],
  [{ recycleAboveMb: 0 }, "recycleAboveMb is 0; give a number of MiB above 0."],
  [{ backend: "webgl" as "cpu" }, 'backend is "webgl"; give one of auto, tfjs-node-gpu, tfjs-node, wasm, cpu.'],
  [
    { memoryLimitMb: 100, isolation: "none" },
    'memoryLimitMb is 100, and isolation is "none", which has no process to limit; give one of them.',
  ],
  [{ isolation: "thread" as "none" }, 'isolation is "thread"; give one of process, none.'],
  [{ maxGpuEvaluators: 1, backend: "wasm" }, 'maxGpuEvaluators is 1, and backend is "wasm", which uses no GPU'],
  [{ maxGpuEvaluators: 1, isolation: "none" }, 'isolation is "none", which cannot choose a GPU'],
])("options that cannot be are refused: %j", (options, message) => {
  expect(() => tfManagedBackend(pathToFileURL("/nowhere.js"), options)).toThrow(message);
});
