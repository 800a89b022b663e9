import type { ConformanceCase } from "../conformance-case.js";
import { READER_CASES } from "./reader-cases.js";
import { RECORD_CASES } from "./record-cases.js";
import type { StorageCase, StorageHarness } from "./storage-harness.js";
import { STUDY_CASES } from "./study-cases.js";
import { WRITER_CASES } from "./writer-cases.js";

const CASES: Readonly<Record<string, StorageCase>> = {
  ...RECORD_CASES,
  ...WRITER_CASES,
  ...READER_CASES,
  ...STUDY_CASES,
};

/**
 * The contract of StudyStorage as cases for any test runner; each runs on a storage of its own.
 *
 * @example
 * for (const { id, title, skip, run } of storageCases({ create: async () => memoryStorage() })) {
 *   test(`${id} ${title}`, { skip: skip ?? false }, run);
 * }
 */
export function storageCases(harness: StorageHarness): readonly ConformanceCase[] {
  return Object.entries(CASES).map(([id, { title, check }]) => {
    const skip = harness.gaps?.[id];
    return {
      id,
      title,
      ...(skip === undefined ? {} : { skip }),
      run: async () => check(await harness.create(), harness),
    };
  });
}
