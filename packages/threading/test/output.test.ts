import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { processBackend, threadBackend } from "@shac/threading";
import { describe, expect, it } from "vitest";
import { untilWritten } from "./processes.js";
import { faults, withBackend } from "./with-backend.js";

const kinds = { threads: threadBackend, processes: processBackend };

describe.each(Object.entries(kinds))("%s", (_, create) => {
  it("whatever a trial prints becomes lines of its log", () =>
    withBackend(create(faults, { workers: 1 }), async (evaluate) => {
      const { result, logs } = evaluate({ do: "print" });
      await result;
      expect(logs).toEqual(["by console.log", "by console.error", "in pieces", "without a newline"]);
    }));

  it("what is printed after a trial belongs to no other", () =>
    withBackend(create(faults, { workers: 1 }), async (evaluate) => {
      const file = join(mkdtempSync(join(tmpdir(), "shac-")), "printed");
      const first = evaluate({ do: "printLater", file });
      await first.result;
      await untilWritten(file);
      const second = evaluate({ do: "where" });
      await second.result;
      expect([first.logs, second.logs]).toEqual([[], []]);
    }));

  it("what a trial left running cannot speak for the next one", () =>
    withBackend(create(faults, { workers: 1 }), async (evaluate) => {
      const folder = mkdtempSync(join(tmpdir(), "shac-"));
      const [until, file] = [join(folder, "until"), join(folder, "spoken")];
      const first = evaluate({ do: "speakLater", until, file });
      await first.result;
      const second = evaluate({ do: "waitFor", until: file });
      await second.started;
      writeFileSync(until, "");
      await second.result;
      for (const { logs, reports } of [first, second]) expect([logs, reports]).toEqual([[], []]);
    }));

  it("100 MB that a trial prints neither block it nor are kept, and the next one has its own measure", () =>
    withBackend(create(faults, { workers: 1 }), async (evaluate) => {
      const flood = evaluate({ do: "flood", megabytes: 100 });
      expect((await flood.result).value).toBe(100);
      expect(flood.logs.at(-1)).toBe("(This trial printed more than 1 MiB; the rest is dropped.)");
      expect(flood.logs.join("\n").length).toBeLessThan(1.01 * 1024 * 1024);
      expect(flood.logs.join("\n").length).toBeGreaterThan(0.9 * 1024 * 1024);
      const next = evaluate({ do: "print" });
      await next.result;
      expect(next.logs.length).toBe(4);
    }));
});

describe("processes", () => {
  it("capture what comes past the streams: from native code, and from programs that the objective runs", () =>
    withBackend(processBackend(faults, { workers: 1 }), async (evaluate) => {
      const { logs, started, result } = evaluate({ do: "printPast" });
      await started;
      // So that output and result are there together when they are looked for.
      for (const began = performance.now(); performance.now() - began < 300; );
      await result;
      expect(logs).toEqual(["past the streams", "by a program"]);
    }));

  it("drop 100 MB of such output, too", () =>
    withBackend(processBackend(faults, { workers: 1 }), async (evaluate) => {
      const { logs, result } = evaluate({ do: "floodPast", megabytes: 100 });
      expect((await result).value).toBe(100);
      expect(logs.at(-1)).toBe("(This trial printed more than 1 MiB; the rest is dropped.)");
      expect(logs.length).toBeLessThan(20_000);
    }));
});

it("nothing that workers print reaches the output of the program", async () => {
  const program = join(mkdtempSync(join(tmpdir(), "shac-")), "program.mjs");
  writeFileSync(
    program,
    `import { processBackend, threadBackend } from ${JSON.stringify(import.meta.resolve("@shac/threading"))};
    for (const create of [processBackend, threadBackend]) {
      const backend = create(new URL(${JSON.stringify(faults.href)}), { workers: 1 });
      await backend.open({ id: "a", name: "a", fingerprint: "" }, () => {});
      for (const [trial, fault] of ["print", "reject", "flood"].entries()) {
        const request = { studyId: "a", trial, attempt: 1, params: { do: fault, megabytes: 2 }, seed: 1, pruning: [] };
        const channel = { signal: new AbortController().signal, onStart() {}, onReport() {}, onLog() {}, onAttributes() {} };
        await backend.evaluate(request, channel).catch(() => {});
      }
      await backend.close();
    }`,
  );
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program]);
  expect([stdout, stderr]).toEqual(["", ""]);
});
