import { inlineBackend } from "@shac/core";
import { backendCases, backendFaults, caseObjective, faultyBackend } from "@shac/core/testing";
import { describe, expect, it } from "vitest";

const create = ({ concurrency }: { readonly concurrency: number }) => inlineBackend(caseObjective, { concurrency });

describe("inline backend", () => {
  for (const { id, title, skip, run } of backendCases({ create })) {
    it.skipIf(skip !== undefined)(`${id} ${title}${skip === undefined ? "" : ` (${skip})`}`, run);
  }
});

describe("the backend cases", () => {
  it.each(Object.entries(backendFaults))("find a backend that %s, by case %s", async (fault, id) => {
    const sound = backendCases({ create, timeoutMs: 2000 }).find((one) => one.id === id);
    await sound?.run();
    const faulty = backendCases({ create: (options) => faultyBackend(create(options), fault), timeoutMs: 500 });
    await expect(faulty.find((one) => one.id === id)?.run()).rejects.toThrow();
  });

  it("tell a declared gap by its reason", () => {
    const [first] = backendCases({ create, gaps: { B01: "on purpose" } });
    expect(first?.skip).toBe("on purpose");
  });
});
