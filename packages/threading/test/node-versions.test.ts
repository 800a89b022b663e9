import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { backendCases, caseObjectiveUrl } from "@shac/core/testing";
import { processBackend } from "@shac/threading";
import { expect, inject, it } from "vitest";

const script = fileURLToPath(new URL("fixtures/run-cases.js", import.meta.url));
const node24 = inject("otherNodes")["24"];
const isAbsent = !existsSync(node24);

const run = promisify(execFile);
const ids = backendCases({ create: () => processBackend(caseObjectiveUrl) }).map(({ id }) => id);

it.skipIf(isAbsent).concurrent.each(["inline", "threads", "processes"])(
  "the backend cases hold on Node 24 as well: %s [needs node 24: npm test fetches it]",
  async (kind) => {
    const { stdout } = await run(node24, [script, kind]);
    const cases = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: string; failure?: string });
    expect(cases.map(({ id }) => id)).toEqual(ids);
    const failed = cases.filter(
      ({ failure }) => failure !== undefined && !(kind === "inline" && failure.startsWith("skipped")),
    );
    expect(failed).toEqual([]);
  },
);
