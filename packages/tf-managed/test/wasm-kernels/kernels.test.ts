import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { expectSameOnBoth, values } from "./both-backends.js";

type Shape4D = [number, number, number, number];
type Pad = "same" | "valid" | tf.backend_util.ExplicitPadding;

const side = (max: number) => fc.integer({ min: 1, max });
const pair = (max: number) => fc.tuple(side(max), side(max));
const pad: fc.Arbitrary<Pad> = fc.oneof(
  fc.constantFrom("same" as const, "valid" as const),
  fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3)).map(([top, bottom, left, right]): Pad => {
    return [[0, 0], [top, bottom], [left, right], [0, 0]]; // biome-ignore format: one rectangle
  }),
);
/** Of images 1 to 9 pixels high and wide, and filters 1 to 4: strides leave pixels over, and padding is wider than the filter. */
const convolution = fc
  .record({ batch: side(4), size: pair(9), inputs: side(5), outputs: side(5), filter: pair(4), strides: pair(3), pad })
  .map(({ batch, size, inputs, outputs, filter, ...rest }) => ({
    x: [batch, ...size, inputs] as Shape4D,
    filter: [...filter, inputs, outputs] as Shape4D,
    ...rest,
  }))
  .filter(({ x, filter, strides, pad }) =>
    tf.backend_util.computeConv2DInfo(x, filter, strides, 1, pad).outShape.every((length) => length > 0),
  );

/** The gradients of `apply` by all its inputs, for a gradient of its output without symmetries. */
function gradients(apply: (...inputs: tf.Tensor[]) => tf.Tensor, ...inputs: tf.Tensor[]): tf.Tensor[] {
  return tf.grads(apply)(inputs, values(apply(...inputs).shape));
}

it("the gradients of convolutions are those of the cpu backend", async () => {
  const property = fc.asyncProperty(convolution, ({ x, filter, strides, pad }) =>
    expectSameOnBoth(() =>
      gradients((x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad), values(x), values(filter)),
    ),
  );
  await fc.assert(property);
});

it("the gradients of depthwise convolutions are those of the cpu backend", async () => {
  const property = fc.asyncProperty(convolution, ({ x, filter, strides, pad }) =>
    expectSameOnBoth(() =>
      gradients(
        (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad),
        values(x),
        values(filter),
      ),
    ),
  );
  await fc.assert(property);
});

/** Where a stride leaves pixels out, the WASM backend's own convolution is wrong, and the gradient by `dy` is one. */
const overlapping = convolution.filter(
  ({ filter: [height, width], strides: [down, right] }) => down <= height && right <= width,
);

it("transposed convolutions and their gradients are those of the cpu backend", async () => {
  const property = fc.asyncProperty(overlapping, ({ x, filter, strides, pad }) =>
    expectSameOnBoth(() => {
      const output = tf.backend_util.computeConv2DInfo(x, filter, strides, 1, pad).outShape;
      const apply = (y: tf.Tensor, w: tf.Tensor) =>
        tf.conv2dTranspose(y as tf.Tensor4D, w as tf.Tensor4D, x, strides, pad);
      return [apply(values(output), values(filter)), ...gradients(apply, values(output), values(filter))];
    }),
  );
  await fc.assert(property);
});

it("a convolution with many images and channels has the gradients of the cpu backend", async () => {
  const apply = (x: tf.Tensor, w: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same");
  await expectSameOnBoth(() => gradients(apply, values([16, 15, 12, 8]), values([3, 3, 8, 16])));
});

it("kernels for channels that come first give what those for channels that come last do", async () => {
  await tf.setBackend("wasm");
  const attributes = { strides: [2, 1], pad: "same", inputShape: [2, 7, 5, 3], filterShape: [3, 2, 3, 4] };
  tf.tidy(() => {
    const inputs = { x: values([2, 7, 5, 3]), dy: values([2, 4, 5, 4]), filter: values([3, 2, 3, 4]) };
    const first = (x: tf.Tensor) => tf.transpose(x, [0, 3, 1, 2]);
    const run = (kernel: string, dataFormat: string, inputs: Record<string, tf.Tensor>, attributes: object) =>
      tf.engine().runKernel(kernel, inputs, { ...attributes, dataFormat }) as tf.Tensor;

    const filter = run("Conv2DBackpropFilter", "NHWC", inputs, attributes);
    const inputsFirst = { x: first(inputs.x), dy: first(inputs.dy), filter: inputs.filter };
    expect(run("Conv2DBackpropFilter", "NCHW", inputsFirst, attributes).dataSync()).toEqual(filter.dataSync());

    const input = run("Conv2DBackpropInput", "NHWC", inputs, attributes);
    const ofFirst = run("Conv2DBackpropInput", "NCHW", inputsFirst, { ...attributes, inputShape: [2, 3, 7, 5] });
    expect(ofFirst.dataSync()).toEqual(first(input).dataSync());
  });
});

it("the gradients of pooling are those of the cpu backend", async () => {
  const property = fc.asyncProperty(convolution, ({ x, filter, strides, pad }) =>
    expectSameOnBoth(() => {
      const window = filter.slice(0, 2) as [number, number];
      return [tf.maxPool, tf.avgPool].flatMap((pool) =>
        gradients((x) => pool(x as tf.Tensor4D, window, strides, pad), values(x)),
      );
    }),
  );
  await fc.assert(property);
});

it("products of matrices are those of the cpu backend, whichever are transposed and repeated over batches", async () => {
  const products = fc.record({
    sizes: fc.tuple(side(9), side(9), side(9)),
    batches: fc.constantFrom<[number[], number[]]>(
      [[], []],
      [[3], [3]],
      [
        [2, 3],
        [2, 3],
      ],
      [[3], [1]],
    ),
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
  });
  const property = fc.asyncProperty(products, ({ sizes: [m, k, n], batches, transposeA, transposeB }) =>
    expectSameOnBoth(() => {
      const a = values([...batches[0], ...(transposeA ? [k, m] : [m, k])]);
      const b = values([...batches[1], ...(transposeB ? [n, k] : [k, n])]);
      return [tf.matMul(a, b, transposeA, transposeB)];
    }),
  );
  await fc.assert(property);
});

it("segments add up as on the cpu backend, ids outside of the range counting nowhere", async () => {
  const parts = fc.record({
    ids: fc.array(fc.integer({ min: -1, max: 5 }), { minLength: 1, maxLength: 20 }),
    part: fc.array(side(3), { maxLength: 2 }),
  });
  const property = fc.asyncProperty(parts, ({ ids, part }) =>
    expectSameOnBoth(() => [tf.unsortedSegmentSum(values([ids.length, ...part]), tf.tensor1d(ids, "int32"), 5)]),
  );
  await fc.assert(property);
});

it("tensors are repeated and compared as on the cpu backend, in whichever axes they are repeated", async () => {
  const axes = fc.array(fc.record({ length: side(3), times: side(3), one: fc.boolean() }), {
    minLength: 1,
    maxLength: 5,
  });
  const property = fc.asyncProperty(axes, (axes) =>
    expectSameOnBoth(() => {
      const lengths = axes.map(({ length }) => length);
      const x = tf.round(values(lengths));
      const repeated = tf.tile(
        x,
        axes.map(({ times }) => times),
      );
      const other = tf.round(values(axes.map(({ length, one }) => (one ? 1 : length))));
      return [repeated, tf.equal(x, other), tf.equal(other, x), tf.equal(x, 0)];
    }),
  );
  await fc.assert(property);
});

it("slices are picked as on the cpu backend, along whichever axis", async () => {
  const picks = fc.record({
    shape: fc.tuple(side(4), side(4), side(4)),
    axis: fc.nat(2),
    indices: fc.array(fc.nat(3), { minLength: 1, maxLength: 6 }),
  });
  const property = fc.asyncProperty(picks, ({ shape, axis, indices }) =>
    expectSameOnBoth(() => {
      const inRange = indices.map((index) => index % (shape[axis] as number));
      return [tf.gather(values(shape), tf.tensor2d([inRange, inRange], undefined, "int32"), axis)];
    }),
  );
  await fc.assert(property);
  await tf.setBackend("wasm");
  expect(() => tf.gather(values([3, 2]), [3])).toThrow("3");
});

it("max pooling has a gradient where a whole window is negative", async () => {
  await tf.setBackend("wasm");
  const gradient = tf.tidy(() =>
    tf
      .grad((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid"))(tf.tensor4d([-3, -1, -2, -4], [1, 2, 2, 1]))
      .dataSync(),
  );
  expect([...gradient]).toEqual([0, 1, 0, 0]);
});
