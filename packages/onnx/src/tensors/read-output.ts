import type { InferenceSession, Tensor } from "onnxruntime-node";
import { TensorError } from "./tensor-error.js";
import { showShape } from "./tensor-shape.js";

/** Lists, nested as the shape is; of a scalar the value itself. */
export type NestedArray = number | bigint | boolean | string | readonly NestedArray[];

/**
 * The values of one output in a row, as the typed array of `type`, or a list of strings; booleans are 0 and 1.
 * @throws TensorError naming the output, `type` and what it is
 */
export function readOutput<T extends Tensor.Type>(
  outputs: InferenceSession.ReturnType,
  name: string,
  type: T,
): Tensor.DataTypeMap[T] {
  const tensor = outputs[name] as Tensor | undefined;
  if (tensor === undefined) {
    const names = Object.keys(outputs).map((known) => `"${known}"`);
    throw new TensorError("Output", name, `one of ${names.join(", ")}`, "none of them");
  }
  if (tensor.type !== type) throw new TensorError("Output", name, type, `${tensor.type} ${showShape(tensor.dims)}`);
  return tensor.data as Tensor.DataTypeMap[T];
}

/** The values of a tensor as plain nested lists. */
export function toNestedArray({ data, dims, type }: Tensor): NestedArray {
  const values = Array.from(data as ArrayLike<number | bigint | string>);
  const read = (index: number): NestedArray =>
    type === "bool" ? values[index] !== 0 : (values[index] as number | bigint | string);
  const nest = (axis: number, start: number, size: number): NestedArray => {
    if (axis === dims.length) return read(start);
    const length = dims[axis] as number;
    return Array.from({ length }, (_, i) => nest(axis + 1, start + (i * size) / length, size / length));
  };
  return nest(0, 0, values.length);
}
