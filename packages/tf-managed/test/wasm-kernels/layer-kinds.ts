import * as tf from "@tensorflow/tfjs";

type Activation = NonNullable<Parameters<typeof tf.layers.dense>[0]["activation"]>;

/** A stack of layers, for samples of a shape. */
export interface Stack {
  /** Of one sample. */
  readonly shape: readonly number[];
  readonly dtype?: "float32" | "int32";
  build(input: tf.SymbolicTensor): tf.SymbolicTensor;
}

const { layers } = tf;
const IMAGE = [8, 7, 3];
const SEQUENCE = [6, 5];
const VOLUME = [4, 5, 4, 2];
const VECTOR = [5];
const recurrent = { units: 4, recurrentInitializer: "glorotUniform" } as const;

export function stack(shape: readonly number[], ...make: (() => tf.layers.Layer)[]): Stack {
  return { shape, build: (input) => make.reduce((x, layer) => layer().apply(x) as tf.SymbolicTensor, input) };
}

/** The layer after a dense one, so that it has to pass a gradient on. */
function afterDense(shape: readonly number[], make: () => tf.layers.Layer): Stack {
  return stack(shape, () => layers.dense({ units: 4 }), make);
}

function merge(shape: readonly number[], make: () => tf.layers.Layer): Stack {
  const branch = (input: tf.SymbolicTensor) => layers.dense({ units: 4 }).apply(input) as tf.SymbolicTensor;
  return { shape, build: (input) => make().apply([branch(input), branch(input)]) as tf.SymbolicTensor };
}

/**
 * Every kind of layer of TensorFlow.js that has weights or passes a gradient on, and that the cpu backend trains. It has no gradient
 * for conv3dTranspose, thresholdedReLU and dilated convolutions, and a wrong one for upSampling2d.
 */
export const layerKinds: Readonly<Record<string, Stack>> = {
  dense: stack(VECTOR, () => layers.dense({ units: 4, activation: "relu" })),
  "dense over a sequence": stack(SEQUENCE, () => layers.dense({ units: 4, activation: "tanh" })),
  conv1d: stack(SEQUENCE, () => layers.conv1d({ filters: 4, kernelSize: 3, strides: 2, activation: "relu" })),
  conv2d: stack(IMAGE, () => layers.conv2d({ filters: 4, kernelSize: [3, 2], padding: "same", activation: "relu" })),
  "conv2d channelsFirst": stack([3, 8, 7], () =>
    layers.conv2d({ filters: 4, kernelSize: 3, dataFormat: "channelsFirst" }),
  ),
  conv2dTranspose: afterDense(IMAGE, () => layers.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2 })),
  conv3d: afterDense(VOLUME, () => layers.conv3d({ filters: 3, kernelSize: 2 })),
  depthwiseConv2d: afterDense(IMAGE, () => layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 })),
  separableConv2d: afterDense(IMAGE, () => layers.separableConv2d({ filters: 4, kernelSize: 3, strides: 2 })),
  embedding: { ...stack([6], () => layers.embedding({ inputDim: 6, outputDim: 4 })), dtype: "int32" },
  batchNormalization: afterDense(IMAGE, () => layers.batchNormalization()),
  layerNormalization: afterDense(IMAGE, () => layers.layerNormalization()),
  maxPooling1d: afterDense(SEQUENCE, () => layers.maxPooling1d({ poolSize: 2 })),
  maxPooling2d: afterDense(IMAGE, () => layers.maxPooling2d({ poolSize: 2 })),
  maxPooling3d: afterDense(VOLUME, () => layers.maxPooling3d({ poolSize: 2 })),
  averagePooling1d: afterDense(SEQUENCE, () => layers.averagePooling1d({ poolSize: 2 })),
  averagePooling2d: afterDense(IMAGE, () => layers.averagePooling2d({ poolSize: 3, padding: "same" })),
  averagePooling3d: afterDense(VOLUME, () => layers.averagePooling3d({ poolSize: 2 })),
  globalMaxPooling1d: afterDense(SEQUENCE, () => layers.globalMaxPooling1d()),
  globalMaxPooling2d: afterDense(IMAGE, () => layers.globalMaxPooling2d({})),
  globalAveragePooling1d: afterDense(SEQUENCE, () => layers.globalAveragePooling1d()),
  globalAveragePooling2d: afterDense(IMAGE, () => layers.globalAveragePooling2d({})),
  simpleRNN: stack(SEQUENCE, () => layers.simpleRNN({ ...recurrent, returnSequences: true })),
  gru: afterDense(SEQUENCE, () => layers.gru(recurrent)),
  lstm: afterDense(SEQUENCE, () => layers.lstm({ ...recurrent, dropout: 0.2 })),
  bidirectional: stack(SEQUENCE, () =>
    layers.bidirectional({ layer: layers.lstm(recurrent) as tf.RNN, mergeMode: "concat" }),
  ),
  convLstm2d: stack([3, 6, 5, 2], () =>
    layers.convLstm2d({ filters: 3, kernelSize: 2, recurrentInitializer: "glorotUniform" }),
  ),
  timeDistributed: stack([3, 6, 5, 2], () =>
    layers.timeDistributed({ layer: layers.conv2d({ filters: 3, kernelSize: 2 }) }),
  ),
  masking: stack(
    SEQUENCE,
    () => layers.masking({ maskValue: 0 }),
    () => layers.simpleRNN(recurrent),
  ),
  dropout: afterDense(VECTOR, () => layers.dropout({ rate: 0.4 })),
  spatialDropout1d: afterDense(SEQUENCE, () => layers.spatialDropout1d({ rate: 0.4 })),
  gaussianNoise: afterDense(VECTOR, () => layers.gaussianNoise({ stddev: 0.2 })),
  gaussianDropout: afterDense(VECTOR, () => layers.gaussianDropout({ rate: 0.2 })),
  alphaDropout: afterDense(VECTOR, () => layers.alphaDropout({ rate: 0.2 })),
  leakyReLU: afterDense(VECTOR, () => layers.leakyReLU()),
  prelu: afterDense(VECTOR, () => layers.prelu()),
  softmax: afterDense(VECTOR, () => layers.softmax()),
  zeroPadding2d: afterDense(IMAGE, () => layers.zeroPadding2d({ padding: 1 })),
  cropping2D: afterDense(IMAGE, () =>
    layers.cropping2D({
      cropping: [
        [1, 0],
        [2, 1],
      ],
    }),
  ),
  repeatVector: afterDense(VECTOR, () => layers.repeatVector({ n: 3 })),
  permute: afterDense(SEQUENCE, () => layers.permute({ dims: [2, 1] })),
  rescaling: afterDense(IMAGE, () => layers.rescaling({ scale: 0.5 })),
  add: merge(VECTOR, () => layers.add()),
  average: merge(VECTOR, () => layers.average()),
  concatenate: merge(VECTOR, () => layers.concatenate()),
  dot: merge(SEQUENCE, () => layers.dot({ axes: 2 })),
  maximum: merge(VECTOR, () => layers.maximum()),
  minimum: merge(VECTOR, () => layers.minimum()),
  multiply: merge(VECTOR, () => layers.multiply()),
};

export const activations: readonly Activation[] = [
  "elu",
  "gelu",
  "gelu_new",
  "hardSigmoid",
  "linear",
  "mish",
  "relu",
  "relu6",
  "selu",
  "sigmoid",
  "softmax",
  "softplus",
  "softsign",
  "swish",
  "tanh",
];
