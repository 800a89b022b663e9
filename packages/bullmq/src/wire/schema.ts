/** What came over the wire is not what this package sends. */
export class Malformed extends Error {
  /** @param part what is wrong */
  constructor(part: string) {
    super(`malformed ${part}`);
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text that is not empty. */
export function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** An integer of at least `least`. */
export function isWhole(value: unknown, least = 0): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least;
}
