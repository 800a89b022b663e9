import {
  categorical,
  defineStudy,
  float,
  type History,
  inlineBackend,
  int,
  type JsonObject,
  memoryStorage,
  type Outcome,
  Study,
  searchSpace,
  type Trial,
} from "@shac/core";
import { expectTypeOf } from "vitest";

const space = searchSpace({
  learningRate: float(1e-5, 1e-1, { log: true }),
  activation: categorical(["relu", "tanh"]),
}).when("activation", "relu", { slope: float(0, 1) });

interface Params {
  learningRate: number;
  activation: "relu" | "tanh";
  slope?: number;
}

// A study in memory takes its types from the space.
const study = new Study({ space, direction: "maximize", totalBudget: 200, numBatches: 20, seed: 1 });
expectTypeOf(study).toEqualTypeOf<Study<Params>>();
expectTypeOf(study.best).toEqualTypeOf<Trial<Params> | undefined>();
expectTypeOf(study.trials).toEqualTypeOf<readonly Trial<Params>[]>();
expectTypeOf(study.predict({ numSamples: 5 })).resolves.toEqualTypeOf<Params[]>();
const fitted = study.fit(async (params, context) => {
  expectTypeOf(params).toEqualTypeOf<Params>();
  expectTypeOf(context.signal).toEqualTypeOf<AbortSignal>();
  return { value: params.learningRate, metrics: { size: 1 } };
});
expectTypeOf(fitted).resolves.toEqualTypeOf<History>();

// So do its events.
study.on("trial-finished", ({ trial, isBest }) => {
  expectTypeOf(trial.params.activation).toEqualTypeOf<"relu" | "tanh">();
  expectTypeOf(isBest).toEqualTypeOf<boolean>();
});
study.on("batch-started", ({ trials }) => expectTypeOf(trials).toEqualTypeOf<readonly Trial<Params>[]>());
// @ts-expect-error: no such event
study.on("trial-ended", () => {});

// A definition, and a study made of it.
const definition = defineStudy({
  name: "typed",
  space,
  objective: (params): Outcome => {
    expectTypeOf(params).toEqualTypeOf<Params>();
    return 1;
  },
});
expectTypeOf(new Study(definition)).toEqualTypeOf<Study<Params>>();
expectTypeOf(Study.open(definition, { storage: memoryStorage() })).resolves.toEqualTypeOf<Study<Params>>();
new Study({ space, objective: ({ slope }) => slope ?? 0 }).fit();

// Restored with its space or without.
expectTypeOf(Study.restore(memoryStorage(), "typed", { space })).resolves.toEqualTypeOf<Study<Params>>();
expectTypeOf(Study.restore(memoryStorage(), "typed")).resolves.toEqualTypeOf<Study<JsonObject>>();

// Any study can be passed where the params do not matter.
const describeStudy = (any: Study<unknown>): number => any.trials.length;
describeStudy(study);

// Backends carry no params type of their own: their objective must fit the space.
study.fit(inlineBackend<Params>(({ learningRate }) => learningRate, { concurrency: 2 }));
// @ts-expect-error: an objective for other params
study.fit((params: { layers: number }) => params.layers);
// @ts-expect-error: an objective must give a number or an object with a value
study.fit(() => "good");
// @ts-expect-error: a context that this backend does not make
new Study({ space, objective: (_params, _context: { session: number }) => 1 });
// @ts-expect-error: a direction that is none
new Study({ space: searchSpace({ n: int(1, 2) }), direction: "up" });
// @ts-expect-error: trials are read-only
study.trials.push();
