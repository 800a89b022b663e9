import {
  BackendClosedError,
  BackendError,
  EmptyRegionError,
  EvaluationError,
  InvalidOptionError,
  InvalidSpaceError,
  MissingDependencyError,
  ShacError,
  StorageError,
  StudyLockedError,
  StudyMismatchError,
  TooManyFailuresError,
} from "@shac/core";
import { expect, it } from "vitest";

const cause = new Error("why");
const owner = { pid: 17, host: "box", since: "2026-01-01T00:00:00.000Z" };

it.each<[ShacError, string, string]>([
  [new InvalidSpaceError("m", { cause }), "InvalidSpaceError", "invalid-space"],
  [new InvalidOptionError("m", { cause }), "InvalidOptionError", "invalid-option"],
  [new EmptyRegionError(3, "m", { cause }), "EmptyRegionError", "empty-region"],
  [new EvaluationError("timeout", "m", { cause }), "EvaluationError", "evaluation-failed"],
  [new BackendError("m", { cause }), "BackendError", "backend-failed"],
  [new MissingDependencyError("bullmq", "m", { cause }), "MissingDependencyError", "missing-dependency"],
  [new StorageError("m", { cause }), "StorageError", "storage-failed"],
  [new StudyMismatchError("m", { cause }), "StudyMismatchError", "study-mismatch"],
  [new TooManyFailuresError(4, "m", { cause }), "TooManyFailuresError", "too-many-failures"],
])("%s has a name, a code and its cause", (error, name, code) => {
  expect(error).toBeInstanceOf(Error);
  expect(error).toBeInstanceOf(ShacError);
  expect(error).toMatchObject({ name, code, cause });
  expect(String(error)).toContain(`${name}: m`);
});

it("says in the message what to do", () => {
  expect(new BackendClosedError("threads").message).toBe('Backend "threads" is closed; call open() before evaluate().');
  expect(new MissingDependencyError("bullmq", "bullmqBackend").message).toBe(
    'bullmqBackend needs the package "bullmq", which is not installed. Run: npm install bullmq',
  );
  expect(new StudyLockedError("digits", owner).message).toBe(
    'Study "digits" is being written by process 17 on box since 2026-01-01T00:00:00.000Z; wait for it or stop it.',
  );
});

it("carries what programs ask for", () => {
  expect(new StudyLockedError("digits", owner)).toMatchObject({ ...owner, code: "study-locked" });
  expect(new EvaluationError("memory-limit", "m").reason).toBe("memory-limit");
  expect(new EmptyRegionError(3, "m").stage).toBe(3);
  expect(new TooManyFailuresError(4, "m").failures).toBe(4);
  expect(new BackendError("m").retryable).toBe(false);
  expect(new BackendError("m", { retryable: true }).retryable).toBe(true);
  expect(new BackendClosedError("x")).toBeInstanceOf(BackendError);
});

it("knows the errors of a second copy of the package, and no others", async () => {
  const url = new URL("../dist/errors.js?copy", import.meta.url).href;
  const copy: typeof import("../dist/errors.js") = await import(/* @vite-ignore */ url);
  const error = new copy.InvalidSpaceError("m");
  expect(error).not.toBeInstanceOf(ShacError);
  expect(ShacError.isInstance(error)).toBe(true);
  expect(copy.ShacError.isInstance(new StorageError("m"))).toBe(true);
  for (const other of [new Error("m"), { code: "invalid-space" }, "m", null, undefined]) {
    expect(ShacError.isInstance(other)).toBe(false);
  }
});
