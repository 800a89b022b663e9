import { defineStudy, float, Study, searchSpace } from "@shac/core";
import type { OnnxContext } from "@shac/onnx";

const definition = defineStudy({
  name: "typed",
  space: searchSpace({ x: float(0, 1) }),
  objective: async ({ x }, { sessions, trial }: OnnxContext) => {
    await sessions.load("model.onnx", { executionProviders: ["cuda", "cpu"] });
    return x + trial;
  },
});

// @ts-expect-error: an objective that needs ONNX Runtime cannot be called where there is none
new Study(definition);

const { objective, ...options } = definition;
// @ts-expect-error: nor be given to a fit that calls it
await new Study(options).fit(objective);
