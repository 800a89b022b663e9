import assert from "node:assert/strict";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { BackendCase } from "./backend-case.js";
import { type CaseBackend, type CaseEvaluation, withBackend } from "./backend-harness.js";

/** The contract's bound on the time from an abort to the settlement. */
const BOUND_MS = 5000;
/** Long enough for work that is still alive to add to its file. */
const SILENCE_MS = 100;

const stopped = new Error("stopped by the case");

async function assertAborted({ result, abort }: CaseEvaluation): Promise<void> {
  const late = new AbortController();
  const bound = delay(BOUND_MS, "not settled", { signal: late.signal }).catch(() => "settled");
  abort.abort(stopped);
  const outcome = await Promise.race([
    bound,
    result.then(
      () => "a result",
      (error: unknown) => error,
    ),
  ]);
  late.abort();
  assert.equal(outcome, stopped);
}

/** Resolves when the file `beat` exists, so when the objective is at work. */
async function untilAtWork(beat: string): Promise<void> {
  while (!existsSync(beat)) await delay(1);
}

async function assertDead(beat: string): Promise<void> {
  const { size } = statSync(beat);
  await delay(SILENCE_MS);
  assert.equal(statSync(beat).size, size, "the aborted work goes on");
}

async function assertWorks({ evaluate }: CaseBackend): Promise<void> {
  assert.equal((await evaluate({ do: "give", value: 1 }).result).value, 1);
}

const forcedOnly: BackendCase["appliesTo"] = ({ cancellation }) =>
  cancellation === "cooperative" ? "an evaluation must end by itself" : true;

export const cancellationCases: readonly BackendCase[] = [
  {
    id: "B30",
    title: "aborted before it starts: the objective is not called",
    run: (harness) =>
      withBackend(harness, 1, async ({ backend, directory, evaluate }) => {
        const mark = join(directory, "called");
        const until = join(directory, "go");
        const signal = AbortSignal.abort(stopped);
        const params = { do: "give", value: 1, mark };
        const request = { studyId: "aborted", trial: 99, attempt: 1, seed: 1, pruning: [], params };
        const channel = { signal, onStart: () => {}, onReport: () => {}, onLog: () => {}, onAttributes: () => {} };
        await assert.rejects(backend.evaluate(request, channel), (error) => error === stopped);
        writeFileSync(until, "");
        await evaluate({ do: "wait", until, value: 1 }).result;
        assert.equal(existsSync(mark), false);
      }),
  },
  {
    id: "B31",
    title: "aborted while it waits: rejects with the signal's reason in time, and the slot works again",
    run: (harness) =>
      withBackend(harness, 1, async (backend) => {
        const running = backend.evaluate({ do: "wait", until: join(backend.directory, "never"), value: 1 });
        await running.started;
        await assertAborted(running);
        await assertWorks(backend);
      }),
  },
  {
    id: "B32",
    title: "an objective that ignores its signal does not keep the evaluation from settling",
    run: (harness) =>
      withBackend(harness, 2, async (backend) => {
        const beat = join(backend.directory, "beat");
        const until = join(backend.directory, "end");
        const running = backend.evaluate({ do: "ignoreAbort", beat, until });
        await untilAtWork(beat);
        await assertAborted(running);
        if (backend.backend.cancellation === "forced") await assertDead(beat);
        writeFileSync(until, "");
        await assertWorks(backend);
      }),
  },
  {
    id: "B33",
    title: "work that blocks its thread is dead when its aborted evaluation settles",
    appliesTo: forcedOnly,
    run: (harness) =>
      withBackend(harness, 1, async (backend) => {
        const beat = join(backend.directory, "beat");
        const running = backend.evaluate({ do: "spin", beat });
        await untilAtWork(beat);
        await assertAborted(running);
        await assertDead(beat);
        await assertWorks(backend);
      }),
  },
  {
    id: "B34",
    title: "an abort that comes after the result changes nothing",
    run: (harness) =>
      withBackend(harness, 1, async (backend) => {
        const done = backend.evaluate({ do: "give", value: 2 });
        assert.equal((await done.result).value, 2);
        done.abort.abort(stopped);
        await assertWorks(backend);
      }),
  },
];
