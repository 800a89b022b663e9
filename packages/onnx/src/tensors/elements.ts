import type { Tensor } from "onnxruntime-node";

export type Scalar = number | bigint | boolean | string;

export type TypedArray = Exclude<Tensor.DataType, string[]>;

interface ArrayKind {
  new (length: number): TypedArray;
}

/** What holds the values of each type; strings are in a list. */
const KINDS: Partial<Record<Tensor.Type, ArrayKind>> = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
  // The bits of the numbers.
  float16: Uint16Array,
};

export function typeOf(type: Tensor.Type): unknown {
  return KINDS[type];
}

export function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/**
 * `values` as a tensor of `type` holds them.
 * @throws what `refuse` gives for the first value that the type cannot hold
 */
export function elementsOf(
  type: Tensor.Type,
  values: readonly Scalar[],
  refuse: (given: string) => Error,
): TypedArray | string[] {
  const Kind = KINDS[type];
  const convert = CONVERSIONS[type];
  if (convert === undefined || (Kind === undefined && type !== "string")) {
    throw refuse(`a list; give a ${Kind?.name ?? "tensor"}, as Node.js has no numbers of this type`);
  }
  const elements = values.map((value) => {
    const element = convert(value);
    if (element === undefined) throw refuse(`a list with ${show(value)}`);
    return element;
  });
  if (Kind === undefined) return elements as string[];
  const data = new Kind(elements.length);
  data.set(elements as never);
  return data;
}

type Convert = (value: Scalar) => number | bigint | string | undefined;

const float: Convert = (value) => (typeof value === "number" ? value : undefined);

const integer =
  (least: number, most: number): Convert =>
  (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? value : undefined;

const long =
  (wrap: (bits: number, value: bigint) => bigint): Convert =>
  (value) => {
    const isWhole = typeof value === "bigint" || (typeof value === "number" && Number.isSafeInteger(value));
    const exact = isWhole ? BigInt(value) : undefined;
    return exact !== undefined && wrap(64, exact) === exact ? exact : undefined;
  };

const CONVERSIONS: Partial<Record<Tensor.Type, Convert>> = {
  float32: float,
  float64: float,
  int8: integer(-128, 127),
  int16: integer(-32768, 32767),
  int32: integer(-(2 ** 31), 2 ** 31 - 1),
  int64: long(BigInt.asIntN),
  uint8: integer(0, 255),
  uint16: integer(0, 65535),
  uint32: integer(0, 2 ** 32 - 1),
  uint64: long(BigInt.asUintN),
  bool: (value) => (typeof value === "boolean" ? Number(value) : undefined),
  string: (value) => (typeof value === "string" ? value : undefined),
};

function show(value: unknown): string {
  return typeof value === "bigint" ? `${value}n` : (JSON.stringify(value) ?? String(value));
}
