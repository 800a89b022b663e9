import assert from "node:assert/strict";
import { join } from "node:path";
import { BackendError, EvaluationError } from "../../errors.js";
import type { BackendCase } from "./backend-case.js";
import { type CaseBackend, type CaseEvaluation, withBackend } from "./backend-harness.js";
import type { CaseParams } from "./case-objective.js";

/** The EvaluationError that `params` lead to; afterwards the backend must still work. */
async function failureOf({ evaluate }: CaseBackend, params: CaseParams): Promise<EvaluationError> {
  const error = await evaluate(params).result.then(
    ({ value }) => assert.fail(`settled with ${value}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof EvaluationError, `rejected with ${error}`);
  assert.equal((await evaluate({ do: "give", value: 1 }).result).value, 1);
  return error;
}

/** Whatever happens to a worker, its evaluation settles, and the next one finds a worker. */
async function lossOf({ evaluate }: CaseBackend, params: CaseParams): Promise<unknown> {
  const error = await evaluate(params).result.then(
    ({ value }) => assert.fail(`settled with ${value}`),
    (reason: unknown) => reason,
  );
  assert.equal((await evaluate({ do: "give", value: 1 }).result).value, 1);
  return error;
}

const needsWorkers: BackendCase["appliesTo"] = ({ isolation }) =>
  isolation === "none" ? "evaluations share this process" : true;

export const failureCases: readonly BackendCase[] = [
  {
    id: "B20",
    title: "what the objective throws arrives with class, message, code and cause",
    run: (harness) =>
      withBackend(harness, 1, async (backend) => {
        const error = await failureOf(backend, { do: "throw" });
        assert.equal(error.reason, "error");
        assert.match(error.message, /thrown on purpose/);
        const thrown = error.cause as Error & { code: string };
        assert.deepEqual([thrown.name, thrown.message, thrown.code], ["TypeError", "thrown on purpose", "ON_PURPOSE"]);
        assert.match(thrown.stack ?? "", /case-objective/);
        const cause = thrown.cause as Error;
        assert.deepEqual([cause.name, cause.message], ["RangeError", "deeper"]);
      }),
  },
  {
    id: "B21",
    title: "a thrown value that is no Error is a failure too",
    run: (harness) =>
      withBackend(harness, 1, async (backend) => {
        const error = await failureOf(backend, { do: "throwText" });
        assert.equal(error.reason, "error");
        assert.match(error.message, /just a text/);
      }),
  },
  {
    id: "B22",
    title: "a value that is not a finite number is an invalid value, and is named",
    run: (harness) =>
      withBackend(harness, 1, async (backend) => {
        const outcomes: readonly (readonly [CaseParams, RegExp])[] = [
          [{ do: "giveNaN" }, /NaN/],
          [{ do: "giveNothing" }, /undefined/],
          [{ do: "give", value: Infinity }, /Infinity/],
          [{ do: "give", value: "0.5" }, /0\.5/],
          [{ do: "give", value: { value: null } }, /null/],
          [{ do: "give", value: { value: 1, metrics: { latency: "fast" } } }, /latency/],
        ];
        for (const [params, names] of outcomes) {
          const error = await failureOf(backend, params);
          assert.equal(error.reason, "invalid-value");
          assert.match(error.message, names);
        }
      }),
  },
  {
    id: "B23",
    title: "a worker that exits is a loss that can be tried again, and is replaced",
    appliesTo: needsWorkers,
    run: (harness) =>
      withBackend(harness, 1, async (backend) => {
        for (const code of [0, 3]) {
          const error = await lossOf(backend, { do: "exit", code });
          assert.ok(error instanceof BackendError && error.retryable, `rejected with ${error}`);
        }
      }),
  },
  {
    id: "B24",
    title: "an error thrown outside of the call settles the evaluation",
    appliesTo: needsWorkers,
    run: (harness) =>
      withBackend(harness, 1, async (backend) => {
        const error = await lossOf(backend, { do: "throwLater" });
        assert.match(String((error as Error).message), /thrown outside of the call/);
      }),
  },
  {
    id: "B25",
    title: "what an evaluation prints becomes its log, and does not reach this process' output",
    appliesTo: needsWorkers,
    run: (harness) =>
      withBackend(harness, 1, async ({ evaluate }) => {
        const { result, logs } = evaluate({ do: "print", text: "printed by a worker" });
        await result;
        assert.equal(logs.filter((line) => line === "printed by a worker").length, 3);
      }),
  },
  {
    id: "B26",
    title: "attributes that the backend tells of a value it tells of failures, prunings and obeyed aborts, too",
    run: (harness) =>
      withBackend(harness, 1, async ({ evaluate, directory }) => {
        const namesTold = async ({ result, attributes }: CaseEvaluation): Promise<string[]> => {
          await result.catch(() => {});
          return Object.keys(attributes).sort();
        };
        const ofValue = await namesTold(evaluate({ do: "give", value: 1 }));
        assert.deepEqual(await namesTold(evaluate({ do: "throw" })), ofValue);
        assert.deepEqual(await namesTold(evaluate({ do: "giveNaN" })), ofValue);
        const pruning = [{ step: 0, above: 5 }];
        assert.deepEqual(await namesTold(evaluate({ do: "prune", values: [10] }, { pruning })), ofValue);
        const aborted = evaluate({ do: "wait", until: join(directory, "never"), value: 1 });
        await aborted.started;
        aborted.abort.abort(new Error("stopped by the case"));
        assert.deepEqual(await namesTold(aborted), ofValue);
      }),
  },
];
