/** Characters that XML forbids, and those that turn the direction of the text around them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufffe\uffff]/g;

/** Longest text that a chart looks at. */
const LONGEST = 200;

/** A name from a study as one short line: whatever could break a file or turn the text around is shown as a dot. */
export function plainText(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  return short.toWellFormed().replaceAll(UNSAFE, "·");
}

/** `text` cut to a width, with three dots where something is missing. */
export function fitText(text: string, width: number, measure: (text: string) => number): string {
  const whole = plainText(text);
  if (measure(whole) <= width) return whole;
  const letters = [...whole];
  let [low, high] = [0, letters.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${letters.slice(0, middle).join("")}…`) <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? "…" : `${letters.slice(0, low).join("")}…`;
}
