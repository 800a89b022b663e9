import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { nets } from "./modules/nets.js";

/** One thread each: what an evaluator has that shares the machine with others. */
const ONE_THREAD = { TF_NUM_INTRAOP_THREADS: "1", TF_NUM_INTEROP_THREADS: "1", OMP_NUM_THREADS: "1" };
const ROUNDS = 2;
const script = fileURLToPath(new URL("./modules/train-nets.ts", import.meta.url));

type Times = Readonly<Record<string, number>>;

function train(backend: "wasm" | "tfjs-node" | "cpu"): Times {
  const args = ["--import", "tsx", script, backend, ...Object.keys(nets)];
  const env = { ...process.env, ...ONE_THREAD, TF_CPP_MIN_LOG_LEVEL: "3" };
  const printed = execFileSync(process.execPath, args, { env, encoding: "utf8", maxBuffer: 1e8 });
  return JSON.parse(printed.trim().split("\n").at(-1) as string) as Times;
}

// The backends take turns, so that a busy minute of the machine is none's alone.
const rounds = Array.from({ length: ROUNDS }, () => ({ wasm: train("wasm"), native: train("tfjs-node") }));
const cpu = train("cpu");

export const measurements = Object.keys(nets).flatMap((net) => {
  const wasm = Math.min(...rounds.map((round) => round.wasm[net] as number));
  const native = Math.min(...rounds.map((round) => round.native[net] as number));
  const slow = cpu[net] as number;
  const isConvolutional = !net.startsWith("dense");
  return [
    {
      what: `${net}: a batch on WASM`,
      measured: `${wasm.toFixed(1)} ms, ${(wasm / native).toFixed(2)} times tfjs-node's ${native.toFixed(1)} ms`,
      ...(isConvolutional && { limit: "3 times" }),
    },
    {
      what: `${net}: a batch on the cpu backend`,
      measured: `${slow.toFixed(0)} ms, ${(slow / wasm).toFixed(0)} times WASM's`,
      ...(isConvolutional && { limit: "at least 20 times" }),
    },
  ];
});
