import { fileURLToPath } from "node:url";
import { type EvaluatorBackend, type JsonObject, ShacError } from "@shac/core";
import { onnxBackend } from "@shac/onnx";
import { expect, it } from "vitest";

const MODEL = fileURLToPath(import.meta.resolve("@ricky0123/vad-web/dist/silero_vad_v5.onnx"));
const EVALUATIONS = process.env.SOAK ? 3000 : 180;
const WORKERS = 2;
/** Evaluations after which a process has all that it needs, its JavaScript heap included. */
const WARM_UP = 20;
const SOME = 10;
const ALLOWED_MIB = 15;

type End = "value" | "throw" | "kill" | "abort";

/** A third fails. Workers are killed and stopped in the first half, so that those of the second grow old. */
function endOf(trial: number): End {
  if (trial % 3 !== 2) return "value";
  if (trial > EVALUATIONS / 2) return "throw";
  return trial % 24 === 23 ? "kill" : trial % 50 === 0 ? "abort" : "throw";
}

interface Observation {
  /** MiB at the beginning of each evaluation, by process. */
  readonly held: Map<number, number[]>;
  readonly ends: Map<string, number>;
}

/** Evaluates trial `trial`, and kills its process or aborts it in the middle of a run where its end is so. */
async function evaluate(backend: EvaluatorBackend, trial: number, { held, ends }: Observation): Promise<void> {
  const end = endOf(trial);
  const abort = new AbortController();
  let pid = 0;
  const onLog = (line: string): void => {
    const [word, id, mebibytes] = line.split(" ");
    if (word === "process") {
      pid = Number(id);
      held.set(pid, [...(held.get(pid) ?? []), Number(mebibytes)]);
    }
    if (word === "running" && end === "kill") process.kill(pid, "SIGKILL");
    if (word === "running" && end === "abort") abort.abort(new ShacError("aborted-by-the-test", "aborted"));
  };
  let leaked = 0;
  const onAttributes = ({ leakedSessions = 0 }: JsonObject) => {
    leaked = Number(leakedSessions);
  };
  const params = { model: MODEL, end: end === "kill" || end === "abort" ? "run" : end };
  const request = { studyId: "leaks", trial, attempt: 1, params, seed: 1, pruning: [] };
  const channel = { signal: abort.signal, onStart() {}, onReport() {}, onLog, onAttributes };
  let outcome = await backend.evaluate(request, channel).then(
    () => "value",
    (error: ShacError) => error.code,
  );
  if (leaked > 0) outcome += `, ${leaked} leaked`;
  ends.set(outcome, (ends.get(outcome) ?? 0) + 1);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

it(`${EVALUATIONS} evaluations that load, run and release a real model, of which a third fails or is killed, leave workers as large as they were`, async () => {
  const backend = onnxBackend(new URL("./fixtures/model-user.js", import.meta.url), { workers: WORKERS });
  const seen: Observation = { held: new Map(), ends: new Map() };
  await backend.open({ id: "leaks", name: "leaks", fingerprint: "" }, () => {});
  try {
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < EVALUATIONS) await evaluate(backend, next++, seen);
    };
    await Promise.all(Array.from({ length: WORKERS }, lane));
  } finally {
    await backend.close();
  }

  const count = (end: End) =>
    Array.from({ length: EVALUATIONS }, (_, trial) => endOf(trial)).filter((one) => one === end).length;
  expect(Object.fromEntries(seen.ends)).toEqual({
    "value, 1 leaked": count("value"),
    "evaluation-failed, 1 leaked": count("throw"),
    "backend-failed": count("kill"),
    "aborted-by-the-test": count("abort"),
  });
  expect(count("value")).toBe(EVALUATIONS * (2 / 3));
  expect(seen.held.size).toBe(WORKERS + count("kill") + count("abort"));
  const old = [...seen.held.values()].filter((series) => series.length >= 2 * WARM_UP);
  expect(old.length).toBeGreaterThanOrEqual(WORKERS);
  // A session of this model that is never released keeps 2.5 MiB.
  for (const series of old) {
    const growth = median(series.slice(-SOME)) - median(series.slice(WARM_UP, WARM_UP + SOME));
    expect(growth).toBeLessThan(ALLOWED_MIB);
  }
  for (const pid of seen.held.keys()) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
}, 600_000);
