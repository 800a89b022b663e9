import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { BackendClosedError, float, randomSampler, Study, searchSpace } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { processBackend, threadBackend } from "@shac/threading";
import { describe, expect, it } from "vitest";
import { faults, rejection, startEvaluation, withBackend } from "./with-backend.js";

const kinds = { threads: threadBackend, processes: processBackend };
const identity = { id: "a-study", name: "a", fingerprint: "" };

describe.each(Object.entries(kinds))("%s", (_, create) => {
  it("a worker is started when it is needed and used again, so one after the other needs one", () =>
    withBackend(create(faults, { workers: 3 }), async (evaluate) => {
      const places = new Set<string>();
      for (let i = 0; i < 5; i++) {
        const one = evaluate({ do: "where" });
        places.add(JSON.stringify((await one.result).attributes));
        expect(await one.started).toBe(0);
      }
      expect(places.size).toBe(1);
    }));

  it("asking again while an attempt runs, or when it has just ended, starts nothing", () =>
    withBackend(create(faults, { workers: 1 }), async (evaluate) => {
      const running = [0, 1].map(() => evaluate({ do: "where" }, { trial: 5 }).result);
      const [first, second] = await Promise.all(running);
      expect(second).toBe(first);
      expect(await evaluate({ do: "where" }, { trial: 5 }).result).toBe(first);
      expect(await evaluate({ do: "where" }, { trial: 5, attempt: 2 }).result).not.toBe(first);
    }));

  it("an attempt that was stopped may be made again", () =>
    withBackend(create(faults, { workers: 1 }), async (evaluate) => {
      const first = evaluate({ do: "obey" }, { trial: 5 });
      await first.logged("pid ");
      first.abort.abort(new Error("stopped"));
      expect((await rejection(first.result)).message).toBe("stopped");
      expect((await evaluate({ do: "where" }, { trial: 5 }).result).value).toBe(0);
    }));

  it("what is evaluated beyond the capacity is refused, and nothing is lost by it", () =>
    withBackend(create(faults, { workers: 1 }), async (evaluate) => {
      const first = evaluate({ do: "where" });
      expect(await rejection(evaluate({ do: "where" }).result)).toMatchObject({
        code: "backend-failed",
        retryable: false,
      });
      expect((await first.result).value).toBe(0);
    }));

  it("params that cannot be sent are refused, and the worker goes on", () =>
    withBackend(create(faults, { workers: 1 }), async (evaluate) => {
      const params = { do: (() => 0) as unknown as string };
      expect((await rejection(evaluate(params).result)).message).toMatch(/function|could not be cloned/);
      expect((await evaluate({ do: "where" }).result).value).toBe(0);
    }));

  it("close() rejects what runs and what still waits for a worker, and open() may follow at once", async () => {
    const backend = create(faults, { workers: 2 });
    await backend.open(identity, () => {});
    const running = startEvaluation(backend, { trial: 0, params: { do: "block" } });
    await running.logged("pid ");
    const waiting = startEvaluation(backend, { trial: 1, params: { do: "where" } });
    const closing = backend.close();
    const opening = backend.open(identity, () => {});
    expect(await rejection(running.result)).toBeInstanceOf(BackendClosedError);
    expect(await rejection(waiting.result)).toBeInstanceOf(BackendClosedError);
    await closing;
    await opening;
    expect((await startEvaluation(backend, { trial: 1, params: { do: "where" } }).result).value).toBe(0);
    await backend.close();
  });

  it("a trial has its folder when it asks for it, and only then", async () => {
    const folder = mkdtempSync(join(tmpdir(), "shac-pool-"));
    const definition = {
      name: "folders",
      space: searchSpace({ x: float(0, 1) }),
      totalBudget: 2,
      numBatches: 1,
      sampler: randomSampler(),
    };
    const objective = create(new URL("./fixtures/keeps-model.js", import.meta.url), { workers: 1 });
    const study = await Study.open(definition, { storage: journalStorage(folder) });
    await study.fit(objective);
    await study.close();
    expect(readdirSync(join(folder, "folders/trials"))).toEqual(["1"]);
    expect(existsSync(join(folder, "folders/trials/1/model"))).toBe(true);
  });
});

it("a program that is given on the command line, with flags that workers cannot have, has workers too", async () => {
  const program = `
    import { processBackend } from ${JSON.stringify(import.meta.resolve("@shac/threading"))};
    const backend = processBackend(new URL(${JSON.stringify(faults.href)}), { workers: 1 });
    await backend.open({ id: "a", name: "a", fingerprint: "" }, () => {});
    await backend.close();
    console.log("closed");`;
  const flags = ["--input-type=module", "--inspect=0", "--max-old-space-size=300", "-e", program];
  const { stdout } = await promisify(execFile)(process.execPath, flags);
  expect(stdout).toBe("closed\n");
});
