/** A number for people: so many significant digits, an exponent where zeros would be counted, no trailing zeros. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const isPlain = value === 0 || (size >= 1e-4 && size < 1e6) || (Number.isInteger(value) && size < 10 ** digits);
  const text = isPlain ? trim(value.toPrecision(digits)) : trimExponent(value.toExponential(digits - 1));
  return text.replace("-", "−").replace("e-", "e−");
}

/** A share, 0 to 1, in percent. */
export function formatShare(share: number): string {
  if (share > 0 && share < 1e-4) return `${formatNumber(share * 100, 2)} %`;
  return `${formatNumber(share * 100, 3)} %`;
}

/** How long something took. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 1) return `${formatNumber(milliseconds, 3)} ms`;
  if (seconds < 60) return `${formatNumber(seconds, 3)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const two = (part: number): string => String(part).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)} h` : `${minutes}:${two(whole % 60)} min`;
}

/** Texts for ticks: as few digits as tell them apart. */
export function tickLabels(ticks: readonly number[]): readonly string[] {
  for (let digits = 3; digits <= 15; digits++) {
    const labels = ticks.map((tick) => formatNumber(tick, digits));
    if (new Set(labels).size === ticks.length && ticks.every((tick) => isClose(tick, digits))) return labels;
  }
  return ticks.map((tick) => formatNumber(tick, 16));
}

/** A tick shown as another number than it is would lie about the distance to its neighbours. */
function isClose(tick: number, digits: number): boolean {
  return Math.abs(Number(tick.toPrecision(digits)) - tick) <= Math.abs(tick) * 1e-9;
}

function trim(text: string): string {
  if (text.includes("e")) return String(Number(text));
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function trimExponent(text: string): string {
  const [mantissa = "", exponent = "0"] = text.split("e");
  return `${trim(mantissa)}e${Number(exponent)}`;
}
