/** Bounds on a share of the space, by the prior's measure; equal when the region is known exactly. */
export interface VolumeBounds {
  readonly lower: number;
  readonly upper: number;
}
