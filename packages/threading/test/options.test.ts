import { availableParallelism } from "node:os";
import { InvalidOptionError } from "@shac/core";
import { processBackend, threadBackend } from "@shac/threading";
import { describe, expect, it } from "vitest";
import { faults } from "./with-backend.js";

const kinds = { threads: threadBackend, processes: processBackend };

it("more workers than cores are warned of, once", async () => {
  const warnings: Error[] = [];
  const listen = (warning: Error): number => warnings.push(warning);
  process.on("warning", listen);
  processBackend(faults, { workers: availableParallelism() });
  threadBackend(faults, { workers: availableParallelism() + 1 });
  processBackend(faults, { workers: availableParallelism() + 2 });
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", listen);
  expect(warnings.map(({ name, message }) => [name, message])).toEqual([
    [
      "ShacWarning",
      expect.stringContaining(`${availableParallelism() + 1} workers share ${availableParallelism()} cores`),
    ],
  ]);
});

describe.each(Object.entries(kinds))("%s", (_, create) => {
  it("workers: -1 and none stand for all cores", async () => {
    for (const options of [{ workers: -1 }, {}]) {
      const slots: number[] = [];
      const backend = create(faults, options);
      await backend.open({ id: "a", name: "a", fingerprint: "" }, (count) => slots.push(count));
      await backend.close();
      expect(slots).toEqual([availableParallelism()]);
    }
  });

  it.each([0, -2, 1.5, Number.NaN, 2 ** 60])("workers: %s is refused", (workers) => {
    expect(() => create(faults, { workers })).toThrow(InvalidOptionError);
    expect(() => create(faults, { workers })).toThrow(String(workers));
  });

  it.each([0, -1, Number.NaN, Infinity])("memoryLimitMb: %s is refused", (memoryLimitMb) => {
    expect(() => create(faults, { memoryLimitMb })).toThrow(InvalidOptionError);
  });
});
