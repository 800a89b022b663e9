import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnx } from "onnx-proto";
import { afterAll } from "vitest";

const { FLOAT } = onnx.TensorProto.DataType;
type Dimension = number | string;

/** A model of one node: its output `y` is `opType` of the inputs and weights. Dimensions by name are free. */
interface OneNodeModel {
  readonly opType: string;
  /** How often `opType` follows on its own output, which then takes the place of the first input. Default 1. */
  readonly times?: number;
  readonly inputs: Readonly<Record<string, readonly Dimension[]>>;
  readonly weights?: onnx.ITensorProto[];
  readonly output: readonly Dimension[];
  /** onnx.TensorProto.DataType of inputs and output. */
  readonly elemType?: number;
}

export function oneNodeModel(given: OneNodeModel): Uint8Array {
  const { opType, times = 1, inputs, weights = [], output, elemType = FLOAT } = given;
  const value = (name: string, dimensions: readonly Dimension[]): onnx.IValueInfoProto => {
    const dim = dimensions.map((size) => (typeof size === "number" ? { dimValue: size } : { dimParam: size }));
    return { name, type: { tensorType: { elemType, shape: { dim } } } };
  };
  const [first = "", ...others] = [...Object.keys(inputs), ...weights.map(({ name }) => name as string)];
  const node = Array.from({ length: times }, (_, i) => ({
    opType,
    input: [i === 0 ? first : `y${i}`, ...others],
    output: [i === times - 1 ? "y" : `y${i + 1}`],
  }));
  const model = {
    irVersion: 8,
    opsetImport: [{ version: 13 }],
    graph: {
      name: "test",
      node,
      input: Object.entries(inputs).map(([name, dimensions]) => value(name, dimensions)),
      output: [value("y", output)],
      initializer: weights,
    },
  };
  return onnx.ModelProto.encode(model).finish();
}

/** y = x * W, `times` times, where every weight of the square matrix W is `weight`. */
export function matrixModel(size: number, weight = 1, times = 1): Uint8Array {
  const rawData = new Uint8Array(new Float32Array(size * size).fill(weight).buffer);
  return oneNodeModel({
    opType: "MatMul",
    times,
    inputs: { x: ["batch", size] },
    weights: [{ name: "w", dataType: FLOAT, dims: [size, size], rawData }],
    output: ["batch", size],
  });
}

const folders: string[] = [];
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true });
});

/** A new folder, which is removed after the tests. */
export function newFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "shac-onnx-"));
  folders.push(path);
  return path;
}

const folder = newFolder();

/** Path of a new file with these bytes. */
export function writeModel(name: string, bytes: Uint8Array, within: string = folder): string {
  const path = join(within, name);
  writeFileSync(path, bytes);
  return path;
}
