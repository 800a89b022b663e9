import { backendCases, caseObjectiveUrl } from "@shac/core/testing";
import { onnxBackend } from "@shac/onnx";
import { it } from "vitest";

const create = ({ concurrency }: { concurrency: number }) => onnxBackend(caseObjectiveUrl, { workers: concurrency });

for (const { id, title, skip, run } of backendCases({ create })) {
  it.skipIf(skip !== undefined)(`${id} ${title}${skip === undefined ? "" : ` (${skip})`}`, run);
}
