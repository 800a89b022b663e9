import type * as tfjs from "@tensorflow/tfjs";

export function train(
  tf: typeof tfjs,
  epochs: number,
  seed: number,
): Promise<{ readonly loss: number; dispose(): void }>;
