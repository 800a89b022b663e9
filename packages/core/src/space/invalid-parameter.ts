import { InvalidSpaceError, type ShacErrorOptions } from "../errors.js";

/** A value as a message shows it: strings quoted, `NaN` and `undefined` by their names, long ones cut. */
export function showValue(value: unknown): string {
  let text: string | undefined;
  if (typeof value === "number") text = Object.is(value, -0) ? "-0" : String(value);
  else if (typeof value === "bigint") text = `${value}n`;
  else if (typeof value === "function") text = `function ${value.name}`.trim();
  else {
    try {
      text = JSON.stringify(value);
    } catch {
      text = Object.prototype.toString.call(value);
    }
  }
  text ??= String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** The error for parameter `name`; `problem` says what is wrong, with the value at fault, and the mend. */
export function invalidParameter(name: string, problem: string, options?: ShacErrorOptions): InvalidSpaceError {
  return new InvalidSpaceError(`Parameter ${JSON.stringify(name)}: ${problem}`, options);
}
