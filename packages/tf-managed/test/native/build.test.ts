import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { tfjsNode, tfjsNodeGpu } from "../native-runtimes.js";
import {
  cacheWithLibrary,
  filesOf,
  killGroup,
  makeProject,
  startTfNative,
  temporaryFolder,
  tfNative,
  train,
} from "./project.js";

const node24 = inject("otherNodes")["24"];
const binding = "lib/napi-v8/tfjs_binding.node";

describe.each([
  ["tfjs-node", tfjsNode],
  ["tfjs-node-gpu", tfjsNodeGpu],
] as const)("%s", (name, runtime) => {
  it.skipIf(runtime.isMissing)(
    `trains with a binding that the command gave it, and no other file of the package changes ${runtime.needs}`,
    async () => {
      const project = makeProject(runtime);
      const before = filesOf(project.installed);
      const first = await tfNative(project.root, ["--cpu"]);
      expect(first).toMatchObject({
        code: 0,
        stdout: expect.stringContaining("is in place now and computes on the CPU"),
      });
      const { losses, ...ranOn } = await train(project.installed);
      const isGPUPackage = name === "tfjs-node-gpu";
      expect(ranOn).toEqual({ backend: "tensorflow", isUsingGpuDevice: false, isGPUPackage });
      expect(losses[1]).toBeLessThan(losses[0]);
      expect(filesOf(project.installed)).toEqual(before);
      const second = await tfNative(project.root, ["--cpu", name]);
      expect(second).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("is there already") });
    },
  );
});

it.skipIf(tfjsNode.isMissing)(`finds a package that pnpm installed ${tfjsNode.needs}`, async () => {
  const project = makeProject(tfjsNode, "pnpm");
  expect(await tfNative(project.root, [])).toMatchObject({ code: 0 });
  expect((await train(join(project.root, "node_modules/@tensorflow/tfjs-node"))).backend).toBe("tensorflow");
});

it.skipIf(tfjsNode.isMissing)(`leaves a binding alone that the install script fetched ${tfjsNode.needs}`, async () => {
  const project = makeProject(tfjsNode);
  await tfNative(project.root, []);
  // Its own library lies here; then the binding is not compared with ours.
  mkdirSync(join(project.installed, "deps/lib"), { recursive: true });
  const environment = { XDG_CACHE_HOME: temporaryFolder() };
  const outcome = await tfNative(project.root, [], environment);
  expect(outcome).toMatchObject({
    code: 0,
    stderr: "",
    stdout: expect.stringContaining("is that of its install script"),
  });
});

it.skipIf(!existsSync(node24))(
  "builds and trains on Node 24 as well [needs node 24: npm test fetches it]",
  async ({ skip }) => {
    if (tfjsNode.isMissing) skip(tfjsNode.needs);
    const project = makeProject(tfjsNode);
    expect(await tfNative(project.root, [], {}, node24)).toMatchObject({ code: 0 });
    expect((await train(project.installed, node24)).backend).toBe("tensorflow");
  },
);

it.skipIf(tfjsNode.isMissing)(
  `compiles once for two builds at once after a kill that left nothing, and again what is damaged ${tfjsNode.needs}`,
  async () => {
    const project = makeProject(tfjsNode);
    const cache = cacheWithLibrary();
    const environment = { XDG_CACHE_HOME: cache.home };
    const killed = startTfNative(project.root, environment);
    const [step] = await once(killed.stderr as NodeJS.ReadableStream, "data");
    expect(String(step)).toContain("Compiling");
    await killGroup(killed);
    expect(existsSync(join(project.installed, binding))).toBe(false);
    expect(existsSync(join(cache.library, "bindings"))).toBe(false);

    const both = [tfNative(project.root, [], environment), tfNative(project.root, [], environment)];
    const outcomes = await Promise.all(both);
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    const steps = outcomes.flatMap(({ stderr }) => stderr.trim().split("\n")).sort();
    expect(steps).toEqual(["Compiling the binding with c++ ...", "Waiting for another build to end ..."]);
    expect(readdirSync(join(cache.home, "shac"))).toEqual(["tensorflow-cpu-2.18.1"]);
    expect(readdirSync(join(project.installed, "lib/napi-v8"))).toEqual(["tfjs_binding.node"]);
    const cached = readdirSync(join(cache.library, "bindings"));
    expect(cached).toHaveLength(1);

    const file = join(cache.library, "bindings", cached[0] as string);
    writeFileSync(file, readFileSync(file).subarray(0, 50_000));
    const mended = await tfNative(project.root, [], environment);
    expect(mended).toMatchObject({ code: 0, stderr: expect.stringMatching(/cached is at fault.*\n.*Compiling/) });
    expect((await train(project.installed)).backend).toBe("tensorflow");
  },
);

// Downloads 850 MB.
it.each(process.env.SOAK ? [["tfjs-node", tfjsNode] as const, ["tfjs-node-gpu", tfjsNodeGpu] as const] : [])(
  "builds %s from nothing",
  { timeout: 600_000 },
  async (_name, runtime) => {
    const project = makeProject(runtime);
    const outcome = await tfNative(project.root, [], { XDG_CACHE_HOME: temporaryFolder() });
    expect(outcome).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/Downloading.*\n.*Unpacking.*\n.*Compiling/),
    });
  },
);
