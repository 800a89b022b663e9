import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { Ort } from "../load-onnx.js";
import { elementsOf, isTypedArray, type Scalar, type TypedArray, typeOf } from "./elements.js";
import { TensorError } from "./tensor-error.js";
import { type DeclaredShape, fitsShape, shapeOf, showShape } from "./tensor-shape.js";

/**
 * What becomes a tensor: a number or another scalar; lists of them, nested as the shape is; a typed array of the input's own type, whose shape
 * is known where at most one size is free; a flat list or typed array with its shape; or a tensor.
 */
export type TensorValue =
  | Scalar
  | TypedArray
  | readonly TensorValue[]
  | { readonly data: TypedArray | readonly Scalar[]; readonly shape: readonly number[] }
  | Tensor;

/**
 * The inputs of one run: each value as a tensor of the type and shape that the model declares. Numbers for a float32 are rounded to it; apart from
 * that a value that the type cannot hold is an error, and so is a typed array of another type.
 *
 * @throws TensorError naming the input, what it must be and what it is
 * @example
 * const { y } = await session.run(toFeeds(ort, session, { x: [[0.1, 0.2], [0.3, 0.4]], sampleRate: 16000 }));
 */
export function toFeeds(
  ort: Ort,
  session: InferenceSession,
  values: Readonly<Record<string, TensorValue>>,
): Record<string, Tensor> {
  const unknown = Object.keys(values).find((name) => !session.inputNames.includes(name));
  if (unknown !== undefined) {
    const names = session.inputNames.map((name) => `"${name}"`).join(", ");
    throw new TensorError("Input", unknown, `one of ${names}`, "none of them");
  }
  const entries = session.inputMetadata.map((metadata) => [
    metadata.name,
    toTensor(ort, metadata, values[metadata.name]),
  ]);
  return Object.fromEntries(entries) as Record<string, Tensor>;
}

function toTensor(ort: Ort, metadata: InferenceSession.ValueMetadata, value: TensorValue | undefined): Tensor {
  if (!metadata.isTensor) throw new TensorError("Input", metadata.name, "a sequence or a map", "a tensor");
  const { name, type, shape: declared } = metadata;
  const expected = `${type} ${showShape(declared)}`;
  const refuse = (given: string) => new TensorError("Input", name, expected, given);
  if (value === undefined || value === null) throw refuse("missing");
  if (isTensor(ort, value)) {
    if (value.type !== type || !fitsShape(value.dims, declared)) throw refuse(`${value.type} ${showShape(value.dims)}`);
    return value;
  }
  const { data, shape } = layOut(value, declared, refuse);
  if (isTypedArray(data) && typeOf(type) !== data.constructor) {
    throw refuse(`a ${data.constructor.name} ${showShape(shape)}`);
  }
  if (!fitsShape(shape, declared)) throw refuse(showShape(shape));
  const size = shape.reduce((product, length) => product * length, 1);
  if (data.length !== size) throw refuse(`${data.length} values for ${showShape(shape)}`);
  const elements = isTypedArray(data) ? data : elementsOf(type, data, (given) => refuse(given));
  return new ort.Tensor(type as "float32", elements as Float32Array, shape);
}

function isTensor({ Tensor }: Ort, value: TensorValue): value is Tensor {
  return value instanceof Tensor;
}

interface LaidOut {
  readonly data: TypedArray | readonly Scalar[];
  readonly shape: readonly number[];
}

type Refuse = (given: string) => TensorError;

function layOut(value: Exclude<TensorValue, Tensor>, declared: DeclaredShape, refuse: Refuse): LaidOut {
  if (isTypedArray(value)) {
    const shape = shapeOf(value.length, declared);
    if (shape === undefined) throw refuse(`a ${value.constructor.name} of ${value.length}; give { data, shape }`);
    return { data: value, shape };
  }
  if (typeof value === "object" && "data" in value) return value;
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) shape.push(level.length);
  const data: Scalar[] = [];
  const collect = (part: unknown, depth: number): void => {
    if (!Array.isArray(part)) {
      if (depth !== shape.length) throw refuse("a list of lists of different depths");
      data.push(part as Scalar);
      return;
    }
    if (part.length !== shape[depth])
      throw refuse(`a list that has ${part.length} items where others have ${shape[depth] ?? "none"}`);
    for (const item of part) collect(item, depth + 1);
  };
  collect(value, 0);
  return { data, shape };
}
