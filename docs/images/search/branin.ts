import { float, type Sampler, Study, searchSpace } from "@shac/core";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Branin's function: three valleys of one depth. Rounded, since versions of Node disagree on the last bit of a cosine. */
export function branin({ x, y }: Point): number {
  const { PI } = Math;
  const valley = y - (5.1 / (4 * PI ** 2)) * x ** 2 + (5 / PI) * x - 6;
  return Number((valley ** 2 + 10 * (1 - 1 / (8 * PI)) * Math.cos(x) + 10).toFixed(9));
}

export const LOWEST = 0.397887358;
export const LOWEST_AT: readonly Point[] = [
  { x: -Math.PI, y: 12.275 },
  { x: Math.PI, y: 2.275 },
  { x: 3 * Math.PI, y: 2.475 },
];
export const [LEFT, RIGHT, BOTTOM, TOP] = [-5, 10, 0, 15] as const;

/** A search for its lowest value, done. */
export async function search(
  sampler: Sampler,
  { seed, evaluations, batches }: { readonly seed: number; readonly evaluations: number; readonly batches: number },
): Promise<Study<Point>> {
  const space = searchSpace({ x: float(LEFT, RIGHT), y: float(BOTTOM, TOP) });
  const study = new Study({ space, totalBudget: evaluations, numBatches: batches, seed, sampler, objective: branin });
  await study.fit();
  return study;
}
