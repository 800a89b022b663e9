import { DENSE_MODULE } from "./dense-module.js";

/** Of WebAssembly what is used here: no library of types that core is built with has it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** The functions of `wasm/dense.wat`, on addresses in bytes. */
interface Dense {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  factorize(a: number, n: number, known: number): number;
  solve(factor: number, n: number, x: number, count: number, stride: number): void;
  invertProduct(factor: number, n: number, inverse: number, out: number): void;
}

const PAGE = 65_536;

let instance: Dense | undefined;
let numbers: Float64Array = new Float64Array(0);

/** The module, made at the first call. It is the same for all callers, who leave nothing in its memory. */
export function dense(): Dense {
  if (instance === undefined) {
    const bytes = Uint8Array.from(atob(DENSE_MODULE), (byte) => byte.charCodeAt(0));
    instance = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Dense;
  }
  return instance;
}

/** Its memory, of `size` numbers at least, until the next call. */
export function denseNumbers(size: number): Float64Array {
  const { memory } = dense();
  const missing = size * Float64Array.BYTES_PER_ELEMENT - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  // To grow leaves the buffer of before without a byte.
  if (numbers.buffer !== memory.buffer) numbers = new Float64Array(memory.buffer);
  return numbers;
}
