import { test } from "node:test";
import { backendCases } from "@shac/core/testing";
import { commandBackend } from "./command-backend.js";

const command = "node case-command.js";
const cases = backendCases({
  create: ({ concurrency }) => commandBackend(command, { workers: concurrency }),
  // A process for each evaluation takes its time.
  timeoutMs: 180_000,
});

for (const { id, title, skip, run } of cases) test(`${id} ${title}`, { skip: skip ?? false }, run);
