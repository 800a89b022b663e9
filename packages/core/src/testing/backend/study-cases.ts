import assert from "node:assert/strict";
import type { EvaluationResult, EvaluatorBackend } from "../../backend/evaluator-backend.js";
import { inlineBackend } from "../../backend/inline-backend.js";
import { BackendError } from "../../errors.js";
import { medianPruner } from "../../pruner/median-pruner.js";
import { successiveHalvingPruner } from "../../pruner/successive-halving-pruner.js";
import { shacSampler } from "../../sampler/shac-sampler.js";
import { categorical } from "../../space/categorical.js";
import { float } from "../../space/float.js";
import { int } from "../../space/int.js";
import { type ParameterSpace, searchSpace } from "../../space/parameter-space.js";
import { memoryStorage } from "../../storage/memory-storage.js";
import type { StudyOptions } from "../../study/define-study.js";
import { Study } from "../../study/study.js";
import type { Trial } from "../../study/trial/trial.js";
import { essence } from "../essence.js";
import type { BackendCase } from "./backend-case.js";
import caseObjective, { type CaseAction } from "./case-objective.js";

type Wrap = (backend: EvaluatorBackend) => EvaluatorBackend;

/** A study of which every point after the first ten depends on the values before it. */
function definitionOf(action: CaseAction, seed = 5): StudyOptions<ParameterSpace<unknown>> {
  const space = searchSpace({
    do: categorical([action]),
    x: float(-1, 1),
    n: int(0, 3),
    mode: categorical(["cheap", "dear"]),
  });
  const sampler = shacSampler({ booster: { rounds: 20 }, skipCvChecks: true });
  return { name: "case", space: space as ParameterSpace<unknown>, totalBudget: 20, numBatches: 4, seed, sampler };
}

async function trialsOn(
  backend: EvaluatorBackend,
  definition: StudyOptions<ParameterSpace<unknown>>,
): Promise<unknown[]> {
  const study = new Study(definition);
  await study.fit(backend);
  return essence(study.trials);
}

/** The trials that `definition` leads to in this process, one at a time. */
function expectedTrials(definition: StudyOptions<ParameterSpace<unknown>>): Promise<unknown[]> {
  return trialsOn(inlineBackend(caseObjective), definition);
}

/** Holds results back until nothing else is running, then gives the latest first. */
const lastFirst: Wrap = (backend) => {
  const held: (() => void)[] = [];
  let running = 0;
  const settle = (release: () => void): void => {
    held.push(release);
    if (held.length === running) held.pop()?.();
  };
  return {
    ...backendOf(backend),
    evaluate: (request, channel) => {
      running++;
      const result = backend.evaluate(request, channel);
      return new Promise<EvaluationResult>((resolve) => {
        const release = (): void => {
          running--;
          resolve(result);
          // Whoever is told may start another one first.
          if (held.length > 0) setImmediate(() => held.length === running && held.pop()?.());
        };
        result.then(
          () => settle(release),
          () => settle(release),
        );
      });
    },
  };
};

/** Loses the worker of every third trial's first attempt when its work is done. */
const losing: Wrap = (backend) => ({
  ...backendOf(backend),
  async evaluate(request, channel) {
    const result = await backend.evaluate(request, channel);
    if (request.trial % 3 === 0 && request.attempt === 1) {
      throw new BackendError("lost by the case", { retryable: true });
    }
    return result;
  },
});

function backendOf(backend: EvaluatorBackend): EvaluatorBackend {
  const { apiVersion, name, isolation, cancellation } = backend;
  return {
    apiVersion,
    name,
    isolation,
    cancellation,
    open: (study, capacity) => backend.open(study, capacity),
    evaluate: (request, channel) => backend.evaluate(request, channel),
    close: () => backend.close(),
  };
}

/** Whole studies: where they are evaluated must not show in their trials. */
export const studyCases: readonly BackendCase[] = [
  {
    id: "B50",
    title: "studies of fixed seed, one after the other, have the trials that they have inline, bit for bit",
    async run({ create }) {
      const backend = create({ concurrency: 1 });
      for (const seed of [5, 6]) {
        const definition = definitionOf("search", seed);
        assert.deepStrictEqual(await trialsOn(backend, definition), await expectedTrials(definition));
      }
    },
  },
  {
    id: "B51",
    title: "so does a study of which four evaluations run at once and the last to end is told first",
    async run({ create }) {
      const definition = definitionOf("search");
      const trials = await trialsOn(lastFirst(create({ concurrency: 4 })), definition);
      assert.deepStrictEqual(trials, await expectedTrials(definition));
    },
  },
  {
    id: "B52",
    title: "so does a study with trials that fail and trials that are pruned",
    async run({ create }) {
      const definition = { ...definitionOf("stumble"), pruner: medianPruner({ startupTrials: 1 }) };
      const expected = (await expectedTrials(definition)) as readonly Trial<unknown>[];
      assert.deepEqual(new Set(expected.map(({ reason }) => reason)), new Set([undefined, "error", "invalid-value"]));
      assert.ok(expected.some(({ state }) => state === "pruned"));
      assert.deepStrictEqual(await trialsOn(lastFirst(create({ concurrency: 4 })), definition), expected);
    },
  },
  {
    id: "B53",
    title: "so does a study of which workers were lost and trials tried again",
    async run({ create }) {
      const definition = definitionOf("search");
      const trials = await trialsOn(losing(create({ concurrency: 4 })), definition);
      assert.deepStrictEqual(trials, await expectedTrials(definition));
    },
  },
  {
    id: "B54",
    title: "so does a study that was stopped and gone on with",
    async run({ create }) {
      const definition = { ...definitionOf("stumble"), pruner: successiveHalvingPruner({ reductionFactor: 2 }) };
      const storage = memoryStorage();
      const backend = create({ concurrency: 2 });
      const stopped = await Study.open(definition, { storage });
      const stop = new AbortController();
      let finished = 0;
      stopped.on("trial-finished", () => ++finished === 8 && stop.abort(new Error("stopped by the case")));
      await assert.rejects(stopped.fit(backend, { signal: stop.signal }), { message: "stopped by the case" });
      await stopped.close();
      const study = await Study.open(definition, { storage });
      await study.fit(backend);
      await study.close();
      assert.deepStrictEqual(essence(study.trials), await expectedTrials(definition));
    },
  },
];
