import { createRequire } from "node:module";
import { categorical, float, int } from "@shac/core";

const TYPES = { "C-SVC": 0, "nu-SVC": 1, "epsilon-SVR": 3 } as const;
const KERNELS = ["linear", "polynomial", "radial", "sigmoid"] as const;

/** Which kernel, and what is asked of each. */
export const kernels = {
  kernel: categorical(KERNELS),
  curved: { gamma: float(0.001, 0.1, { log: true }) },
  polynomial: { degree: int(2, 3) },
  shifted: { offset: float(0, 2) },
};

/** Settings of a support vector machine; a missing one does not matter. */
export interface SupportVectorSettings {
  readonly kernel: (typeof KERNELS)[number];
  readonly gamma?: number;
  readonly degree?: number;
  readonly offset?: number;
  readonly cost?: number;
  readonly nu?: number;
  readonly epsilon?: number;
}

/** libsvm, compiled to WebAssembly. */
type LibSvm = new (
  options: Readonly<Record<string, number | boolean>>,
) => {
  train(samples: Samples["x"], labels: readonly number[]): void;
  predict(samples: Samples["x"]): number[];
  free(): void;
};

const require = createRequire(import.meta.url);

interface Samples {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
}

/** What libsvm predicts of `x`, after it learnt from `train`. */
export async function predictBySupportVectors(
  type: keyof typeof TYPES,
  { kernel, offset, ...settings }: SupportVectorSettings,
  train: Samples,
  x: Samples["x"],
): Promise<number[]> {
  const SVM = await (require("libsvm-js") as Promise<LibSvm>);
  const machine = new SVM({
    type: TYPES[type],
    kernel: KERNELS.indexOf(kernel),
    ...(offset !== undefined && { coef0: offset }),
    ...settings,
    quiet: true,
  });
  machine.train(train.x, train.y);
  const predicted = machine.predict(x);
  machine.free();
  return predicted;
}
