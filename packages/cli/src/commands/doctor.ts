import { availableParallelism, totalmem } from "node:os";
import type { CommonFlags } from "../command-line/flags.js";
import type { Check } from "../doctor/check.js";
import { checkFolder } from "../doctor/check-folder.js";
import { checkGpus } from "../doctor/check-gpus.js";
import { checkNode } from "../doctor/check-node.js";
import { checkOnnx } from "../doctor/check-onnx.js";
import { checkPackages } from "../doctor/check-packages.js";
import { checkRedis } from "../doctor/check-redis.js";
import { checkTensorflow } from "../doctor/check-tensorflow.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { Output } from "../output/output.js";

/** `shac doctor`: what a search can use here. Fails when one cannot run at all. */
export async function examineMachine(flags: CommonFlags, output: Output): Promise<ExitCode> {
  const [gpus, redis, tensorflow, onnx, folder] = await Promise.all([
    checkGpus(),
    checkRedis(),
    checkTensorflow(process.cwd()),
    checkOnnx(process.cwd()),
    checkFolder(flags.dir),
  ]);
  const machine = `${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(1)} GiB memory`;
  const checks: Check[] = [
    checkNode(),
    { name: "machine", state: "ok", detail: machine },
    folder,
    ...checkPackages(process.cwd()),
    tensorflow,
    onnx,
    gpus,
    redis,
  ];
  const { green, dim, red } = output.style;
  const marks = { ok: green("ok    "), absent: dim("-     "), fault: red("fault ") };
  const width = Math.max(...checks.map(({ name }) => name.length));
  output.document(checks);
  output.result(checks.map(({ name, state, detail }) => `${marks[state]} ${name.padEnd(width)}  ${detail}`));
  return checks.some(({ state }) => state === "fault") ? exitCodes.failed : exitCodes.done;
}
