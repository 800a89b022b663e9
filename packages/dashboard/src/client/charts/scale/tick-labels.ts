/** Texts for ticks: as few digits as tell them apart. */
export function tickLabels(ticks: readonly number[]): readonly string[] {
  for (let digits = 3; digits <= 15; digits++) {
    const labels = ticks.map((tick) => compactNumber(tick, digits));
    if (new Set(labels).size === ticks.length && ticks.every((tick) => isClose(tick, digits))) return labels;
  }
  return ticks.map((tick) => compactNumber(tick, 16));
}

/** A tick shown as another number than it is would lie about the distance to its neighbours. */
function isClose(tick: number, digits: number): boolean {
  return Math.abs(Number(tick.toPrecision(digits)) - tick) <= Math.abs(tick) * 1e-9;
}

/** With an exponent where zeros would be counted: there is little room at an axis. */
function compactNumber(value: number, digits: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-4 && size < 1e6)) return String(Number(value.toPrecision(digits)));
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return `${Number(mantissa)}e${Number(exponent)}`;
}
