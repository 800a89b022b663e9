import { spawnSync } from "node:child_process";

if (process.env.REDIS_URL === undefined && spawnSync("redis-server", ["--version"]).status !== 0) {
  console.log("SKIPPED two workers and a study on one queue [needs redis-server: apt-get install redis-server]");
} else {
  await import("./index.js");
}
