/** Trains a convolutional network of 3,000 weights on random images, the same ones for an equal seed. */
export async function train(tf, epochs, seed) {
  const model = tf.sequential();
  model.add(tf.layers.conv2d({ inputShape: [16, 16, 1], filters: 8, kernelSize: 3, activation: "relu" }));
  model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 10, activation: "softmax" }));
  const optimizer = tf.train.adam(0.001);
  model.compile({ optimizer, loss: "categoricalCrossentropy" });
  const images = tf.randomUniform([512, 16, 16, 1], 0, 1, "float32", seed);
  const labels = tf.tidy(() => tf.oneHot(tf.randomUniform([512], 0, 10, "int32", seed), 10));
  const { history } = await model.fit(images, labels, { epochs, batchSize: 32, verbose: 0, shuffle: false });
  return { loss: history.loss.at(-1), dispose: () => tf.dispose([images, labels, optimizer, model]) };
}

/** What a user of a managed session writes: nothing is disposed of. */
// biome-ignore lint/style/noDefaultExport: this is how a worker finds an objective.
export default async function objective({ epochs }, { tf, seed }) {
  return (await train(tf, epochs, seed)).loss;
}
