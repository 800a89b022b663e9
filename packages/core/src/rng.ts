/** A stream of random numbers. Equal keys give equal streams on every platform. */
export interface Rng {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Uniform among 0 .. `n` - 1, without bias; `n` from 1 to 2^32. @throws RangeError for others */
  below(n: number): number;
}

const PHILOX_M0 = 0xd2511f53;
const PHILOX_M1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/** Upper 32 bits of the 64-bit product of two uint32. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
}

/**
 * One block of Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): ten rounds turn a
 * counter of four uint32 and a key of two into four random uint32. `block` holds the counter and receives the result.
 */
export function philox4x32(block: Uint32Array, key0: number, key1: number): void {
  let [c0, c1, c2, c3] = block as unknown as [number, number, number, number];
  let k0 = key0 >>> 0;
  let k1 = key1 >>> 0;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(PHILOX_M0, c0);
    const low0 = Math.imul(PHILOX_M0, c0) >>> 0;
    const high1 = multiplyHigh(PHILOX_M1, c2);
    const low1 = Math.imul(PHILOX_M1, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  block[0] = c0;
  block[1] = c1;
  block[2] = c2;
  block[3] = c3;
}

/** FNV-1a over UTF-16 code units, enough to tell a handful of purposes apart. */
function hashPurpose(purpose: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < purpose.length; i++) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * The random stream of (`seed`, `purpose`, `batch`, `index`): a counter-based generator, so that a stream depends on its
 * key alone and never on what was drawn before or elsewhere.
 *
 * @param seed uint32, the study's seed
 * @param batch an integer from -1 (imported) up to 2^31
 */
export function createRng(seed: number, purpose: string, batch = 0, index = 0): Rng {
  const key1 = hashPurpose(purpose);
  const block = new Uint32Array(4);
  let counter = 0;
  let used = 4;
  const nextUint32 = (): number => {
    if (used === 4) {
      block[0] = counter;
      block[1] = Math.floor(counter / 0x100000000);
      block[2] = batch;
      block[3] = index;
      counter++;
      philox4x32(block, seed, key1);
      used = 0;
    }
    return block[used++] as number;
  };
  return {
    next: () => (nextUint32() * 0x200000 + (nextUint32() >>> 11)) / 0x20000000000000,
    below: (n) => {
      if (!(n >= 1 && n <= 0x100000000)) throw new RangeError(`below(${n}): give a number from 1 to 2^32.`);
      const limit = 0x100000000 - (0x100000000 % n);
      for (;;) {
        const value = nextUint32();
        if (value < limit) return value % n;
      }
    },
  };
}

/** The uint32 seed that every attempt of trial `number` receives. */
export function trialSeed(seed: number, number: number): number {
  return createRng(seed, "trial", 0, number).below(0x100000000);
}
