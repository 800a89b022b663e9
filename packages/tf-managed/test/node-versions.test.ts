import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, inject, it } from "vitest";
import { tfjsNode } from "./native-runtimes.js";

const script = fileURLToPath(new URL("fixtures/train-once.js", import.meta.url));
const node24 = inject("otherNodes")["24"];
const isAbsent = !existsSync(node24);

const trainOn = async (node: string, backend: string) =>
  JSON.parse((await promisify(execFile)(node, [script, backend])).stdout);

it.skipIf(isAbsent)(
  "training gives the same on Node 24 as here: wasm [needs node 24: npm test fetches it]",
  async () => {
    expect(await trainOn(node24, "wasm")).toEqual(await trainOn(process.execPath, "wasm"));
  },
);

it.skipIf(isAbsent || tfjsNode.isMissing)(
  `training gives the same on Node 24 as here: tfjs-node ${isAbsent ? "[needs node 24: npm test fetches it]" : tfjsNode.needs}`,
  async () => {
    expect(await trainOn(node24, "tfjs-node")).toEqual(await trainOn(process.execPath, "tfjs-node"));
  },
);
