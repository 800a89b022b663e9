import { spawnSync } from "node:child_process";
import { vi } from "vitest";

// Tests start processes, one after the other, and on a machine that is busy each takes half a minute to begin.
if (!process.env.SOAK) vi.setConfig({ testTimeout: 300_000 });

/** Whether to skip tests that need Redis, and the end of their titles. */
export const withoutRedis: boolean = spawnSync("redis-server", ["--version"]).status !== 0;
export const needsRedis: string = withoutRedis ? " [needs redis-server: apt-get install redis-server]" : "";
