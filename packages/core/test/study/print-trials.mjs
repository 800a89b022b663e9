// Runs one search over every kind of parameter and prints what it proposed: the same on every Node version.
import {
  boolean,
  categorical,
  encodeMessage,
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

// Basic arithmetic only: nothing here may differ between versions, so that any difference is the search's.
const objective = ({ rate, width, offset, weights, layers = 0 }) => {
  if (width % 10 === 3) throw new Error("unlucky");
  return rate * 100 + Math.abs(offset) + weights[0] * weights[1] + layers / width;
};

for (const sampler of [shacSampler(), randomSampler()]) {
  const study = new Study({ space, totalBudget: 100, numBatches: 10, seed: 11, sampler });
  await study.fit(objective);
  for (const { params, value, reason } of study.trials) console.log(encodeMessage({ params, value, reason }));
  console.log(encodeMessage({ volume: study.acceptedVolume, stages: study.stages }));
  console.log(encodeMessage(await study.predict({ numSamples: 50 })));
}
