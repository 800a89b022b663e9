import { spawnSync } from "node:child_process";

/** Whether to skip tests that need Redis, and the end of their titles. */
export const withoutRedis: boolean = spawnSync("redis-server", ["--version"]).status !== 0;
export const needsRedis: string = withoutRedis ? " [needs redis-server: apt-get install redis-server]" : "";
