// Runs searches over every kind of parameter and prints all that they came to: the same on every Node version.
import {
  boolean,
  categorical,
  encodeMessage,
  ensembleToJson,
  float,
  int,
  normal,
  ordinal,
  randomSampler,
  Study,
  searchSpace,
  shacSampler,
  vector,
} from "@shac/core";

const space = searchSpace({
  rate: float(1e-5, 1e-1, { log: true }),
  momentum: float(0, 1, { step: 0.1 }),
  width: int(8, 512, { log: true }),
  activation: categorical(["relu", "tanh", null, 1, "1"]),
  size: ordinal(["small", "medium", "large"]),
  offset: normal(0, 2),
  weights: vector(float(-1, 1), 2),
  deep: boolean(),
})
  .when("deep", true, { layers: int(2, 8) })
  .where("narrow or shallow", ({ width, deep }) => !deep || width < 400);

// Branin's function, but for its cosine: besides arithmetic, log, exp and sqrt are what versions have in common.
const objective = ({ rate, width, offset, weights: [a, b], layers = 0 }) => {
  if (width % 10 === 3) throw new Error("unlucky");
  const bent = Math.log(rate) + 8 - 0.13 * offset * offset + 1.6 * offset;
  return bent * bent + Math.sqrt(width) + Math.exp(a * b) + layers;
};

/** Prints the classifiers that it is asked for. */
function witness(sampler) {
  const cascade = (request) => {
    const trained = sampler.cascade?.(request);
    for (const { trees, ...rest } of trained?.classifiers ?? []) {
      console.log(encodeMessage({ ...rest, trees: ensembleToJson(trees) }));
    }
    return trained;
  };
  return { ...sampler, cascade };
}

for (const sampler of [shacSampler(), randomSampler()]) {
  const study = new Study({ space, totalBudget: 400, numBatches: 20, seed: 11, sampler: witness(sampler) });
  await study.fit(objective);
  for (const { params, value, reason } of study.trials) console.log(encodeMessage({ params, value, reason }));
  console.log(encodeMessage({ volume: study.acceptedVolume, stages: study.stages }));
  console.log(encodeMessage(await study.predict({ numSamples: 50 })));
}
