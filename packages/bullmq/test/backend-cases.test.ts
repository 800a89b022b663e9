import { backendCases, caseObjectiveUrl } from "@shac/core/testing";
import { processBackend } from "@shac/threading";
import { afterAll, beforeAll, describe, it } from "vitest";
import { needsRedis, withoutRedis } from "./needs-redis.js";
import { RedisServer } from "./redis-server.js";
import { withWorkers } from "./with-workers.js";

let redis: RedisServer;

beforeAll(async () => {
  if (!withoutRedis) redis = await RedisServer.start();
});

afterAll(async () => {
  await redis?.[Symbol.asyncDispose]();
});

const runtime = { url: new URL("./fixtures/says-process.js", import.meta.url), options: {} };

/** As many workers as evaluations at once, up to two. */
const harness = {
  create: ({ concurrency }: { concurrency: number }) => {
    const sizes = concurrency === 1 ? [1] : [Math.floor(concurrency / 2), Math.ceil(concurrency / 2)];
    const url = () => redis?.url ?? "redis://127.0.0.1";
    return withWorkers(
      {
        connection: {
          get url() {
            return url();
          },
        },
        queue: "cases",
      },
      () => sizes.map((workers) => processBackend(caseObjectiveUrl, { workers, runtime })),
    );
  },
};

describe.skipIf(withoutRedis)("over Redis", () => {
  for (const { id, title, skip, run } of backendCases(harness)) {
    it.skipIf(skip !== undefined)(`${id} ${title}${skip === undefined ? "" : ` (${skip})`}${needsRedis}`, run);
  }
});
