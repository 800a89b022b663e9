import { EventEmitter, once } from "node:events";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { tfjsNode } from "../native-runtimes.js";
import { cacheWithLibrary, killGroup, makeProject, startTfNative, temporaryFolder, tfNative } from "./project.js";

const binding = "lib/napi-v8/tfjs_binding.node";
const wheel = "tensorflow_cpu-2.18.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl";
// fetch knows the low ports that are mostly closed, and refuses them itself.
const nobody = "http://127.0.0.1:65530/simple";

/** A package index that lists the wheel and answers a download of it with `send`; gives its address. */
async function startIndex(send: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url === "/simple/tensorflow-cpu/") response.end(`<a href="../../files/${wheel}#sha256=0">${wheel}</a>`);
    else send(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple`;
}

it("names the command that installs a package which is not there", async () => {
  const root = temporaryFolder();
  const outcome = await tfNative(root, ["tfjs-node-gpu"]);
  expect(outcome).toEqual({
    code: 1,
    stdout: "",
    stderr: `@tensorflow/tfjs-node-gpu is not installed in ${root}. Run: npm install --ignore-scripts @tensorflow/tfjs-node-gpu\n`,
  });
  expect((await tfNative(root, [])).stderr).toContain("npm install --ignore-scripts @tensorflow/tfjs-node");
});

it.each([
  [
    "an index that nobody serves",
    nobody,
    /Cannot download tensorflow-cpu 2\.18\.1 from .*ECONNREFUSED.*PIP_INDEX_URL.*--wheel/,
  ],
  ["an index that is no address", "nowhere", /Cannot download .* from nowhere\/tensorflow-cpu\/.*PIP_INDEX_URL/],
])("says what to do about %s", async (_title, PIP_INDEX_URL, message) => {
  const project = makeProject(tfjsNode);
  const home = temporaryFolder();
  const outcome = await tfNative(project.root, [], { XDG_CACHE_HOME: home, PIP_INDEX_URL });
  expect(outcome).toMatchObject({ code: 1, stdout: "" });
  expect(outcome.stderr).toMatch(message);
  expect(existsSync(join(project.installed, binding))).toBe(false);
  expect(readdirSync(join(home, "shac"))).toEqual([]);
});

it("says when the index has no such wheel", async () => {
  const index = await startIndex((_request, response) => response.writeHead(404).end());
  const project = makeProject(tfjsNode);
  const environment = { XDG_CACHE_HOME: temporaryFolder(), PIP_INDEX_URL: index };
  const outcome = await tfNative(project.root, [], environment);
  expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining("answered 404") });
});

it("refuses a wheel with other bytes, downloaded or given", async () => {
  const index = await startIndex((_request, response) => response.end("not what was published"));
  const project = makeProject(tfjsNode);
  const home = temporaryFolder();
  const downloaded = await tfNative(project.root, [], { XDG_CACHE_HOME: home, PIP_INDEX_URL: index });
  expect(downloaded).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/is not .*: its SHA-256 is [0-9a-f]{64}/),
  });
  expect(readdirSync(join(home, "shac"))).toEqual([]);

  const file = join(home, wheel);
  writeFileSync(file, "nor this");
  const given = await tfNative(project.root, ["--wheel", file], { XDG_CACHE_HOME: home, PIP_INDEX_URL: nobody });
  expect(given).toMatchObject({ code: 1, stderr: expect.stringContaining(`${file} is not ${wheel}`) });
  expect(existsSync(file)).toBe(true);
});

it("leaves nothing that counts when it is killed in a download, and clears it away the next time", async () => {
  const downloads = new EventEmitter();
  const index = await startIndex((_request, response) => {
    response.write("the beginning");
    downloads.emit("start");
  });
  const project = makeProject(tfjsNode);
  const home = temporaryFolder();
  const killed = startTfNative(project.root, { XDG_CACHE_HOME: home, PIP_INDEX_URL: index });
  await once(downloads, "start");
  await killGroup(killed);
  expect(readdirSync(join(home, "shac"))).toEqual(["staging"]);
  const outcome = await tfNative(project.root, [], { XDG_CACHE_HOME: home, PIP_INDEX_URL: nobody });
  expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining("ECONNREFUSED") });
  expect(readdirSync(join(home, "shac"))).toEqual([]);
});

it.skipIf(tfjsNode.isMissing)(`names the compiler that is missing ${tfjsNode.needs}`, async () => {
  const project = makeProject(tfjsNode);
  const environment = { XDG_CACHE_HOME: cacheWithLibrary().home, PATH: temporaryFolder() };
  const outcome = await tfNative(project.root, [], environment);
  expect(outcome).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/no C\+\+ compiler "c\+\+".*apt-get install g\+\+/),
  });
  const named = await tfNative(project.root, [], { ...environment, CXX: "g++-99" });
  expect(named.stderr).toContain('no C++ compiler "g++-99"');
});

it.skipIf(tfjsNode.isMissing)(`tells what the compiler says ${tfjsNode.needs}`, async () => {
  const project = makeProject(tfjsNode);
  writeFileSync(join(project.installed, "binding/tfjs_backend.cc"), "#error broken on purpose\n");
  const outcome = await tfNative(project.root, [], { XDG_CACHE_HOME: cacheWithLibrary().home });
  expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining("#error broken on purpose") });
  expect(existsSync(join(project.installed, binding))).toBe(false);
});

it.skipIf(tfjsNode.isMissing)(
  `downloads a damaged library again, and leaves no binding to it when that fails ${tfjsNode.needs}`,
  async () => {
    const project = makeProject(tfjsNode);
    const cache = cacheWithLibrary();
    const environment = { XDG_CACHE_HOME: cache.home, PIP_INDEX_URL: nobody };
    const library = join(cache.library, "libtensorflow_framework.so.2");
    rmSync(library);
    writeFileSync(library, "no library");
    const outcome = await tfNative(project.root, [], environment);
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining("Downloading tensorflow-cpu") });
    expect(existsSync(join(project.installed, binding))).toBe(false);
    expect(existsSync(cache.library)).toBe(false);
  },
);

it("says when it cannot write, and how to take another place", async () => {
  const project = makeProject(tfjsNode);
  const outcome = await tfNative(project.root, [], { XDG_CACHE_HOME: "/dev/null" });
  expect(outcome).toMatchObject({ code: 1, stderr: expect.stringMatching(/Cannot write .*ENOTDIR.*XDG_CACHE_HOME/) });
});

it("names the way out on a platform without a wheel", async () => {
  const preload = "data:text/javascript,Object.defineProperty(process,'arch',{value:'arm64'})";
  const outcome = await tfNative(temporaryFolder(), [], { NODE_OPTIONS: `--import=${preload}` });
  expect(outcome).toMatchObject({ code: 1, stderr: expect.stringMatching(/linux on arm64\. .*tfjs-backend-wasm\n$/) });
});

it.each([
  [["tfjs"], /"tfjs" is neither tfjs-node nor tfjs-node-gpu\. See shac-tf-native --help\./],
  [["--gpu"], /'--gpu'.*See shac-tf-native --help/],
  [["--wheel", "absent.whl"], /no file "absent\.whl"/],
])("ends with 2 for the wrong usage %j", async (words, message) => {
  const outcome = await tfNative(temporaryFolder(), words);
  expect(outcome).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(message) });
});

it("prints its usage", async () => {
  const { code, stdout } = await tfNative(temporaryFolder(), ["--help"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: shac-tf-native [\s\S]*--cpu[\s\S]*--wheel FILE[\s\S]*XDG_CACHE_HOME/);
});
