import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PruneBound } from "../../backend/evaluator-backend.js";
import type { BackendCase } from "./backend-case.js";
import { withBackend } from "./backend-harness.js";

/** Values that transports are known to spoil. */
const DELICATE = {
  integer: 3,
  large: 9007199254740991,
  float: 0.1,
  tiny: 5e-324,
  negativeZero: -0,
  text: 'Zürich, "quoted"\nnext \u2028 😀',
  numberAsText: "1",
  empty: "",
  nothing: null,
  yes: true,
  no: false,
  list: [1, -0, "2", [null]],
  nested: { $: "dollar", "a.b": { c: [] } },
};

export const resultCases: readonly BackendCase[] = [
  {
    id: "B01",
    title: "the value comes back, and how long it took",
    run: (harness) =>
      withBackend(harness, 1, async ({ evaluate }) => {
        const { value, elapsedMs, pruned } = await evaluate({ do: "give", value: 0.25 }).result;
        assert.equal(value, 0.25);
        assert.equal(pruned, undefined);
        assert.ok(elapsedMs >= 0 && Number.isFinite(elapsedMs), `elapsedMs is ${elapsedMs}`);
      }),
  },
  {
    id: "B02",
    title: "params arrive and attributes come back with every type and bit intact",
    run: (harness) =>
      withBackend(harness, 1, async ({ evaluate }) => {
        const params = { do: "echo", ...DELICATE } as const;
        const { attributes } = await evaluate(params).result;
        assert.deepEqual(attributes?.params, params);
      }),
  },
  {
    id: "B03",
    title: "each result belongs to its request, whatever the order of finishing",
    run: (harness) =>
      withBackend(harness, 3, async ({ evaluate, directory }) => {
        const files = [0, 1, 2].map((i) => join(directory, String(i)));
        const running = files.map((until, value) => evaluate({ do: "wait", until, value }));
        await Promise.all(running.map(({ started }) => started));
        for (const i of [2, 0, 1]) {
          writeFileSync(files[i] as string, "");
          assert.equal((await running[i]?.result)?.value, i);
        }
      }),
  },
  {
    id: "B04",
    title: "as many run at once as were asked for, each under a worker id of its own",
    run: (harness) =>
      withBackend(harness, 2, async ({ evaluate, slots, directory }) => {
        assert.equal(slots.at(-1), 2);
        const until = join(directory, "go");
        const running = [1, 2].map((value) => evaluate({ do: "wait", until, value }));
        await Promise.all(running.map(({ started }) => started));
        assert.equal(new Set(running.flatMap(({ workerIds }) => workerIds)).size, 2);
        writeFileSync(until, "");
        await Promise.all(running.map(({ result }) => result));
      }),
  },
  {
    id: "B05",
    title: "the context holds trial, attempt, seed and the worker id that was announced",
    run: (harness) =>
      withBackend(harness, 2, async ({ evaluate }) => {
        const { result, workerIds } = evaluate({ do: "echo" }, { trial: 41, attempt: 3, seed: 4294967295 });
        const { attributes } = await result;
        assert.equal(workerIds.length, 1);
        const [workerId] = workerIds;
        const echoed = { params: { do: "echo" }, trial: 41, attempt: 3, seed: 4294967295, workerId };
        assert.deepEqual(attributes, echoed);
      }),
  },
  {
    id: "B06",
    title: "1 MiB of params and 1 MiB of attributes pass",
    run: (harness) =>
      withBackend(harness, 1, async ({ evaluate }) => {
        const params = { do: "echo", bulk: "x".repeat(1024 * 1024) } as const;
        assert.deepEqual((await evaluate(params).result).attributes?.params, params);
      }),
  },
  {
    id: "B07",
    title: "reports and logs arrive in order, all before the result",
    run: (harness) =>
      withBackend(harness, 1, async ({ evaluate }) => {
        const { result, reports, logs } = evaluate({ do: "report", steps: 50 });
        assert.equal((await result).value, 50);
        assert.deepEqual(
          reports,
          Array.from({ length: 50 }, (_, step) => ({ step, value: step / 2 })),
        );
        assert.deepEqual(
          logs,
          Array.from({ length: 50 }, (_, step) => `step ${step}`),
        );
      }),
  },
  {
    id: "B08",
    title: "an evaluation is pruned, whatever it returns, once its best report so far is beyond the bound",
    run: (harness) =>
      withBackend(harness, 1, async ({ evaluate }) => {
        const outcomeOf = async (values: readonly number[], ...pruning: readonly PruneBound[]) => {
          const { result, reports } = evaluate({ do: "prune", values }, { pruning });
          const { pruned, value } = await result;
          return { pruned, value, last: reports.at(-1)?.step };
        };
        const spared = { pruned: undefined, value: 1, last: 3 };
        const prunedAt = (last: number) => ({ pruned: true, value: undefined, last });
        const high = [10, 10, 10, 10];
        assert.deepEqual(await outcomeOf(high, { step: 2, above: 5 }), prunedAt(2));
        assert.deepEqual(await outcomeOf(high, { step: 2, above: 10 }), spared);
        assert.deepEqual(await outcomeOf(high, { step: 0, below: 11 }), prunedAt(0));
        assert.deepEqual(await outcomeOf(high, { step: 0.5, above: 5 }, { step: 1 }), spared);
        assert.deepEqual(await outcomeOf([10, 4, 10, 10], { step: 1, above: 5 }), spared);
        assert.deepEqual(await outcomeOf([1, 7, 1, 1], { step: 1, below: 5 }, { step: 3, below: 8 }), prunedAt(3));
        assert.deepEqual(await outcomeOf([Number.NaN, 4, 9, 9], { step: 0, above: 5 }), prunedAt(0));
        assert.deepEqual(await outcomeOf([4, Number.NaN, 9, 9], { step: 0, above: 5 }), spared);
      }),
  },
  {
    id: "B09",
    title: "metrics come back beside the value",
    run: (harness) =>
      withBackend(harness, 1, async ({ evaluate }) => {
        const value = { value: -0, metrics: { latencyMs: 1.5, size: 1e-300 } };
        const result = await evaluate({ do: "give", value }).result;
        assert.deepEqual([result.value, result.metrics], [value.value, value.metrics]);
      }),
  },
  {
    id: "B10",
    title: "asking again for the same attempt gives the same result",
    run: (harness) =>
      withBackend(harness, 1, async ({ evaluate }) => {
        const again = { trial: 9, attempt: 1 };
        const first = await evaluate({ do: "give", value: 1 / 3 }, again).result;
        const second = await evaluate({ do: "give", value: 1 / 3 }, again).result;
        assert.equal(second.value, first.value);
      }),
  },
];
