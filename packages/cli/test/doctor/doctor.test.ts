import { symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkNode } from "../../dist/doctor/check-node.js";
import { checkRedis } from "../../dist/doctor/check-redis.js";
import { createWorkspace } from "../workspace.js";

/** A server that answers the first thing it is sent by `answer`. */
async function answering<T>(answer: string, use: (port: number) => Promise<T>): Promise<T> {
  const server = createServer((socket) => socket.once("data", () => socket.end(answer)));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  try {
    return await use(typeof address === "object" && address !== null ? address.port : 0);
  } finally {
    server.close();
  }
}

describe.concurrent("shac doctor", () => {
  it("tells what there is, and fails where no study can be kept", async () => {
    const { shac, write } = createWorkspace({
      "node_modules/bullmq/package.json": '{ "version": "5.1.2", "exports": {} }',
    });
    const { code, stdout } = await shac("doctor");
    expect(code).toBe(0);
    expect(stdout).toContain(`ok     Node.js                        ${process.versions.node}\n`);
    expect(stdout).toMatch(/^ok {5}@shac\/core +\d/m);
    expect(stdout).toMatch(/^ok {5}bullmq +5\.1\.2$/m);
    expect(stdout).toMatch(/^- {6}onnxruntime-node +not installed/m);
    write("file", "");
    const inFile = await shac("doctor", "--dir", "file/kept", "--json");
    expect(inFile.code).toBe(1);
    expect(JSON.parse(inFile.stdout)).toContainEqual({
      name: "studies",
      state: "fault",
      detail: expect.stringContaining("file/kept cannot be written"),
    });
  });

  it("tells on which execution providers ONNX models run, by running one", async () => {
    const { shac, path } = createWorkspace();
    const runtime = new URL("../../../onnx/node_modules/onnxruntime-node", import.meta.url);
    symlinkSync(runtime, join(path, "node_modules/onnxruntime-node"));
    const { stdout } = await shac("doctor", "--json");
    expect(JSON.parse(stdout)).toContainEqual({
      name: "ONNX providers",
      state: "ok",
      detail: expect.stringMatching(/^cpu\b/),
    });
  });

  it("tells on which build of TensorFlow.js studies train, by loading it", async () => {
    const { shac } = createWorkspace({}, ["core", "tf-managed"]);
    const { stdout } = await shac("doctor", "--json");
    expect(JSON.parse(stdout)).toContainEqual({
      name: "TensorFlow.js",
      state: "ok",
      detail: expect.stringMatching(/^(tfjs-node-gpu|tfjs-node|wasm), .*on the (CPU|GPU)$/),
    });
  });

  it.each([
    ["20.18.3", "fault"],
    ["20.19.0", "ok"],
    ["24.1.0", "ok"],
  ])("knows whether Node.js %s will do", (version, state) => {
    expect(checkNode(version).state).toBe(state);
  });

  it("knows a Redis, also one that wants a password, from what is none", async () => {
    const stateFor = (answer: string): Promise<string> =>
      answering(answer, async (port) => (await checkRedis(`redis://:secret@127.0.0.1:${port}`)).detail);
    expect(await stateFor("+PONG\r\n")).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(await stateFor("-NOAUTH Authentication required.\r\n")).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(await stateFor("HTTP/1.1 400 Bad Request\r\n")).toContain("is no Redis");
    expect((await checkRedis("redis://127.0.0.1:1")).detail).toBe("none answers at 127.0.0.1:1");
  });
});
