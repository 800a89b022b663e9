// node sleeping-worker.js URL: evaluates one at a time, each in 100 ms.
import { setTimeout as delay } from "node:timers/promises";
import { serveEvaluator } from "@shac/bullmq";
import { inlineBackend } from "@shac/core";

const backend = inlineBackend(async () => {
  await delay(100);
  return 1;
});
await serveEvaluator(backend, { connection: { url: process.argv[2] }, queue: "q", study: { fingerprint: "bench" } });
console.log("serving");
