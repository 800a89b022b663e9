import { backendCases, caseObjectiveUrl } from "@shac/core/testing";
import { processBackend, threadBackend } from "@shac/threading";
import { describe, it } from "vitest";

const harnesses = {
  threads: {
    create: ({ concurrency }: { concurrency: number }) => threadBackend(caseObjectiveUrl, { workers: concurrency }),
  },
  processes: {
    create: ({ concurrency }: { concurrency: number }) => processBackend(caseObjectiveUrl, { workers: concurrency }),
  },
};

describe.each(Object.entries(harnesses))("%s", (_, harness) => {
  for (const { id, title, skip, run } of backendCases(harness)) {
    it.skipIf(skip !== undefined)(`${id} ${title}${skip === undefined ? "" : ` (${skip})`}`, run);
  }
});
