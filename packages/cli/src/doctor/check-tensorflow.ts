import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Check } from "./check.js";

/** Loads what `--tf-backend auto` would, and prints what that is as JSON. */
const PROGRAM = `
  const [packageUrl, moduleUrl] = process.argv.slice(1);
  import(packageUrl)
    .then(({ loadTf }) => loadTf("auto", moduleUrl))
    .then(({ choice, usesGpu }) => ({ detail: choice + (usesGpu ? ", on the GPU" : ", on the CPU") }), ({ message }) => ({ message }))
    .then((found) => console.log(JSON.stringify(found)));
`;

/** On which build of TensorFlow.js studies in `folder` would train, tried in a process of its own. */
export async function checkTensorflow(folder: string): Promise<Check> {
  const name = "TensorFlow.js";
  const module = join(folder, "study.js");
  let path: string;
  try {
    path = createRequire(module).resolve("@shac/tf-managed");
  } catch {
    return { name, state: "absent", detail: "no @shac/tf-managed" };
  }
  try {
    const urls = [path, module].map((file) => pathToFileURL(file).href);
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", PROGRAM, ...urls], { timeout: 30_000 });
    const { detail, message } = JSON.parse(stdout.trim().split("\n").at(-1) as string);
    return detail === undefined ? { name, state: "absent", detail: message } : { name, state: "ok", detail };
  } catch (error) {
    return { name, state: "absent", detail: `cannot be loaded: ${(error as Error).message.split("\n")[0]}` };
  }
}
