import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes of JavaScript's heap, most of them garbage, that may gather before they are collected. */
const ALLOWANCE = 16 * 2 ** 20;

/**
 * Makes a function that collects garbage once enough may have gathered. Left to itself, V8 lets a worker that trains many small
 * models grow by half of its size before it collects anything.
 */
export function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  let kept = process.memoryUsage().heapUsed;
  return () => {
    if (process.memoryUsage().heapUsed < kept + ALLOWANCE) return;
    collect();
    kept = process.memoryUsage().heapUsed;
  };
}
