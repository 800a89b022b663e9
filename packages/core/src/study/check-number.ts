import { InvalidOptionError } from "../errors.js";

const UINT32 = 0x100000000;

/** The longest delay that timers keep: 2^31 - 1 ms, 24 days. */
const MAX_DELAY = 2_147_483_647;

/** @throws InvalidOptionError unless `value` is an integer of at least 1 */
export function checkCount(option: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidOptionError(`${option} is ${String(value)}; give an integer of at least 1.`);
  }
}

/** @throws InvalidOptionError unless `seed` is a uint32 */
export function checkSeed(seed: number): void {
  if (Number.isInteger(seed) && seed >= 0 && seed < UINT32) return;
  throw new InvalidOptionError(`seed is ${String(seed)}; give an integer from 0 to ${UINT32 - 1}.`);
}

/** @throws InvalidOptionError unless `value` is absent, or a time above 0 that timers keep */
export function checkDelay(option: string, value: number | undefined): void {
  if (value === undefined || (typeof value === "number" && value > 0 && value <= MAX_DELAY)) return;
  throw new InvalidOptionError(`${option} is ${String(value)}; give milliseconds above 0 and up to ${MAX_DELAY}.`);
}

/** @throws InvalidOptionError unless `value` is absent, or from 0 to `most`; default what timers keep */
export function checkWait(option: string, value: number | undefined, most: number = MAX_DELAY): void {
  if (value === undefined || (typeof value === "number" && value >= 0 && value <= most)) return;
  const upTo = most === Number.POSITIVE_INFINITY ? "" : ` to ${most}`;
  throw new InvalidOptionError(`${option} is ${String(value)}; give milliseconds from 0${upTo}.`);
}
