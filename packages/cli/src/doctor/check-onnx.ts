import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Check } from "./check.js";

/** An ONNX model: y = relu(x), for one number. */
const MODEL = "CAg6MwoMCgF4EgF5IgRSZWx1EgFnWg8KAXgSCgoICAESBAoCCAFiDwoBeRIKCggIARIECgIIAUICEA0=";

/** Opens a session on each provider of the runtime given; prints what came of it as JSON. */
const PROGRAM = `
  const ort = require(process.argv[1]);
  const model = Buffer.from(${JSON.stringify(MODEL)}, "base64");
  const open = (name) => ort.InferenceSession.create(model, { executionProviders: [name] }).then(() => true, () => false);
  const names = ort.listSupportedBackends().map(({ name }) => name);
  Promise.all(names.map(open)).then((usable) => console.log(JSON.stringify(names.map((name, i) => [name, usable[i]]))));
`;

/** On which execution providers the onnxruntime-node beside files in `folder` runs a model, tried in a process of its own. */
export async function checkOnnx(folder: string): Promise<Check> {
  const name = "ONNX providers";
  let path: string;
  try {
    path = createRequire(join(folder, "study.js")).resolve("onnxruntime-node");
  } catch {
    return { name, state: "absent", detail: "no onnxruntime-node" };
  }
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", PROGRAM, path], { timeout: 20_000 });
    const providers: [string, boolean][] = JSON.parse(stdout.trim().split("\n").at(-1) as string);
    const those = (usable: boolean) => providers.flatMap(([provider, works]) => (works === usable ? [provider] : []));
    const missing = those(false).length === 0 ? "" : `; without their libraries here: ${those(false).join(", ")}`;
    return { name, state: "ok", detail: `${those(true).join(", ")}${missing}` };
  } catch (error) {
    return {
      name,
      state: "absent",
      detail: `onnxruntime-node cannot be loaded: ${(error as Error).message.split("\n")[0]}`,
    };
  }
}
