/** One coordinate of the unit cube. Samplers, trees and regions know of a parameter only what its axes say. */
export interface Axis {
  /** The parameter's name, with an index for a vector: `units[2]`. */
  readonly name: string;
  /** Number of cells of equal width that share one value each; 0 when the axis is continuous or its cells differ in width. */
  readonly cells: number;
  /** Whether the cells have an order (numbers, ordinals) or none (categories). */
  readonly ordered: boolean;
  /** The one coordinate that stands for the value at `u`: the centre of its cell; `u` itself on a continuous axis. */
  snap(u: number): number;
  /** The cell edge that leaves the same cell centres below it as `threshold` does; `threshold` itself on a continuous axis. */
  edge(threshold: number): number;
}
