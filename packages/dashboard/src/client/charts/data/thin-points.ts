/** From so many points on their marks are so small and so close that two pixels make no difference. */
const DENSE = 5000;

/**
 * Indices of the points that make a difference on the screen: of those in the same square of `cell` pixels only the last.
 * Points outside of 0..width, 0..height are left out. Time and the result's size are bounded by points and squares.
 */
export function thinPoints(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  width: number,
  height: number,
  cell = xs.length > DENSE ? 2 : 1,
): Int32Array {
  const columns = Math.floor(width / cell) + 1;
  const rows = Math.floor(height / cell) + 1;
  const last = new Int32Array(columns * rows).fill(-1);
  let count = 0;
  for (let i = 0; i < xs.length; i++) {
    const column = Math.floor((xs[i] as number) / cell);
    const row = Math.floor((ys[i] as number) / cell);
    if (!(column >= 0 && column < columns && row >= 0 && row < rows)) continue;
    const square = row * columns + column;
    if (last[square] === -1) count++;
    last[square] = i;
  }
  const kept = new Int32Array(count);
  let at = 0;
  for (const index of last) if (index >= 0) kept[at++] = index;
  return kept.sort();
}
