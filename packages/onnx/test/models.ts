import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnx } from "onnx-proto";

const { FLOAT } = onnx.TensorProto.DataType;
type Dimension = number | string;

/** A model of one node: its output `y` is `opType` of the inputs and weights. Dimensions by name are free. */
interface OneNodeModel {
  readonly opType: string;
  readonly inputs: Readonly<Record<string, readonly Dimension[]>>;
  readonly weights?: onnx.ITensorProto[];
  readonly output: readonly Dimension[];
  /** onnx.TensorProto.DataType of inputs and output. */
  readonly elemType?: number;
}

export function oneNodeModel({ opType, inputs, weights = [], output, elemType = FLOAT }: OneNodeModel): Uint8Array {
  const value = (name: string, dimensions: readonly Dimension[]): onnx.IValueInfoProto => {
    const dim = dimensions.map((size) => (typeof size === "number" ? { dimValue: size } : { dimParam: size }));
    return { name, type: { tensorType: { elemType, shape: { dim } } } };
  };
  const input = [...Object.keys(inputs), ...weights.map(({ name }) => name as string)];
  const model = {
    irVersion: 8,
    opsetImport: [{ version: 13 }],
    graph: {
      name: "test",
      node: [{ opType, input, output: ["y"] }],
      input: Object.entries(inputs).map(([name, dimensions]) => value(name, dimensions)),
      output: [value("y", output)],
      initializer: weights,
    },
  };
  return onnx.ModelProto.encode(model).finish();
}

/** y = x * W, where every weight of the square matrix W is `weight`. */
export function matrixModel(size: number, weight = 1): Uint8Array {
  const rawData = new Uint8Array(new Float32Array(size * size).fill(weight).buffer);
  return oneNodeModel({
    opType: "MatMul",
    inputs: { x: ["batch", size] },
    weights: [{ name: "w", dataType: FLOAT, dims: [size, size], rawData }],
    output: ["batch", size],
  });
}

/** A new folder. */
export function modelFolder(): string {
  return mkdtempSync(join(tmpdir(), "shac-onnx-"));
}

const folder = modelFolder();

/** Path of a new file with these bytes. */
export function writeModel(name: string, bytes: Uint8Array, within: string = folder): string {
  const path = join(within, name);
  writeFileSync(path, bytes);
  return path;
}
