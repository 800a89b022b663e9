import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BackendError, EvaluationError } from "@shac/core";
import { processBackend, threadBackend } from "@shac/threading";
import { describe, expect, it } from "vitest";
import { isAlive, untilDead, untilReaped, untilWritten } from "./processes.js";
import { type Evaluate, faults, rejection, withBackend } from "./with-backend.js";

const kinds = { threads: threadBackend, processes: processBackend };
const stopped = new DOMException("stopped by the test", "AbortError");

/** Whatever happened, the next evaluation finds a worker. */
async function expectWork(evaluate: Evaluate): Promise<void> {
  expect((await evaluate({ do: "where" }).result).value).toBe(0);
}

describe.each(Object.entries(kinds))("%s", (_, create) => {
  it("an unhandled rejection fails the trial with what was rejected", () =>
    withBackend(create(faults, { workers: 1 }), async (evaluate) => {
      const error = (await rejection(evaluate({ do: "reject" }).result)) as EvaluationError;
      expect(error).toBeInstanceOf(EvaluationError);
      expect(error.reason).toBe("error");
      expect(error.cause).toMatchObject({ name: "RangeError", message: "rejected on purpose", code: "ON_PURPOSE" });
      await expectWork(evaluate);
    }));

  it("a rejection that an evaluation leaves behind fails that one, not the next", () =>
    withBackend(create(faults, { workers: 1 }), async (evaluate) => {
      expect(await rejection(evaluate({ do: "leaveRejection" }).result)).toMatchObject({
        reason: "error",
        message: "The objective threw outside of its call in trial 0: left behind",
      });
      await expectWork(evaluate);
    }));

  it("a worker that leaves after its result is replaced, and the result stands", () =>
    withBackend(create(faults, { workers: 1 }), async (evaluate) => {
      const { logs, result } = evaluate({ do: "exitAfter" });
      expect([(await result).value, logs]).toEqual([1, []]);
      // Whether the exit is seen before or in the next evaluation, it costs one attempt at most.
      await evaluate({ do: "where" }).result.catch((error) => expect(error).toMatchObject({ retryable: true }));
      await expectWork(evaluate);
    }));

  it("more heap than the limit is a memory limit", () =>
    withBackend(create(faults, { workers: 1, memoryLimitMb: 128 }), async (evaluate) => {
      const error = await rejection(evaluate({ do: "leakObjects", megabytes: 1000 }).result);
      expect(error).toMatchObject({ code: "evaluation-failed", reason: "memory-limit" });
      await expectWork(evaluate);
    }));

  it("an objective that obeys its signal keeps its worker, hears why, and may still log", () =>
    withBackend(create(faults, { workers: 1 }), async (evaluate) => {
      const before = (await evaluate({ do: "where" }).result).attributes;
      const running = evaluate({ do: "obey" });
      await running.logged("pid ");
      running.abort.abort(stopped);
      expect(await rejection(running.result)).toBe(stopped);
      expect(running.logs.at(-1)).toBe("aborted: AbortError: stopped by the test");
      expect((await evaluate({ do: "where" }).result).attributes).toEqual(before);
    }));

  it("workers that are lost one after the other are replaced later and later, and an abort does not wait for that", () =>
    withBackend(create(faults, { workers: 1 }), async (evaluate) => {
      const times: number[] = [];
      for (let i = 0; i < 4; i++) {
        const lost = evaluate({ do: "exit", code: 1 });
        await lost.started;
        times.push(performance.now());
        expect(await rejection(lost.result)).toMatchObject({ code: "backend-failed", retryable: true });
      }
      const pauses = times.slice(1).map((time, i) => time - (times[i] as number));
      expect(pauses[0]).toBeGreaterThanOrEqual(100);
      expect(pauses[1]).toBeGreaterThanOrEqual(200);
      expect(pauses[2]).toBeGreaterThanOrEqual(400);
      const waiting = evaluate({ do: "where" });
      waiting.abort.abort(stopped);
      expect(await Promise.race([rejection(waiting.result), waiting.started])).toBe(stopped);
    }));
});

describe("processes", () => {
  it.each(["SIGKILL", "SIGSEGV", "SIGTERM"])("a worker killed by %s is a loss that names the signal", (signal) =>
    withBackend(processBackend(faults, { workers: 1 }), async (evaluate) => {
      const error = await rejection(evaluate({ do: "kill", signal }).result);
      expect(error).toBeInstanceOf(BackendError);
      expect(error).toMatchObject({ retryable: true, message: expect.stringContaining(`killed by ${signal}`) });
      await expectWork(evaluate);
    }),
  );

  it("a worker killed between two evaluations is replaced unnoticed", () =>
    withBackend(processBackend(faults, { workers: 1 }), async (evaluate) => {
      const pid = (await evaluate({ do: "where" }).result).attributes?.pid as number;
      process.kill(pid, "SIGKILL");
      await untilReaped(pid);
      const { attributes } = await evaluate({ do: "where" }).result;
      expect(attributes?.pid).not.toBe(pid);
    }));

  it("more memory than the limit is a memory limit, wherever it is", () =>
    withBackend(processBackend(faults, { workers: 1, memoryLimitMb: 150 }), async (evaluate) => {
      const error = await rejection(evaluate({ do: "leakBuffers", megabytes: 1500 }).result);
      expect(error).toMatchObject({ code: "evaluation-failed", reason: "memory-limit" });
      expect(error.message).toMatch(/held \d+ MiB, and its limit is 150 MiB/);
      expect((await evaluate({ do: "leakBuffers", megabytes: 16 }).result).value).toBe(16);
    }));

  it("a blocked worker and the programs that it started are dead when the evaluation settles after an abort", () =>
    withBackend(processBackend(faults, { workers: 1 }), async (evaluate) => {
      const file = join(mkdtempSync(join(tmpdir(), "shac-")), "pid");
      const running = evaluate({ do: "startProgram", file });
      const pid = Number(await untilWritten(file));
      expect(isAlive(pid)).toBe(true);
      running.abort.abort(stopped);
      expect(await rejection(running.result)).toBe(stopped);
      await untilDead(pid);
    }));
});
