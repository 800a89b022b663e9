import type { Rng } from "@shac/core";
import { normal } from "../random-structure.js";

/** Settings of a network and of its training. */
export interface NetworkSettings {
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly activation: "tanh" | "relu";
  readonly epochs: number;
  readonly batch: number;
  readonly rate: number;
  /** Share of a weight that is taken away with each step of rate 1. */
  readonly decay: number;
  /** Of plain descent; without it Adam is used. */
  readonly momentum: number | undefined;
}

/** Weights from `inputs` units and a constant to `outputs`, and what training keeps of each. */
interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Float64Array;
  readonly gradient: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** A function that gives the probability of each class, learnt from `x` and the number of the class of each. */
export function trainNetwork(
  settings: NetworkSettings,
  x: readonly Float64Array[],
  labels: readonly number[],
  classes: number,
  rng: Rng,
): (sample: Float64Array) => Float64Array {
  const sizes = [x[0]?.length ?? 0, ...settings.hidden, classes];
  const layers = sizes.slice(1).map((outputs, i) => createLayer(sizes[i] as number, outputs, rng));
  let steps = 0;
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    const order = x.map((_, row) => ({ row, key: rng.next() })).sort((a, b) => a.key - b.key);
    for (let from = 0; from < order.length; from += settings.batch) {
      const rows = order.slice(from, from + settings.batch).map(({ row }) => row);
      for (const { gradient } of layers) gradient.fill(0);
      for (const row of rows) {
        learn(layers, settings, x[row] as Float64Array, labels[row] as number, 1 / rows.length);
      }
      steps++;
      for (const layer of layers) step(layer, settings, steps);
    }
  }
  return (sample) => forward(layers, settings, sample).at(-1) as Float64Array;
}

function createLayer(inputs: number, outputs: number, rng: Rng): Layer {
  const size = (inputs + 1) * outputs;
  const weights = Float64Array.from({ length: size }, (_, i) =>
    i % (inputs + 1) === inputs ? 0 : normal(rng) / Math.sqrt(inputs),
  );
  const empty = () => new Float64Array(size);
  return { inputs, outputs, weights, gradient: empty(), first: empty(), second: empty() };
}

/** What each layer gives, the sample first and probabilities last. */
function forward(layers: readonly Layer[], { activation }: NetworkSettings, sample: Float64Array): Float64Array[] {
  const values = [sample];
  for (const [depth, { inputs, outputs, weights }] of layers.entries()) {
    const from = values[depth] as Float64Array;
    const given = new Float64Array(outputs);
    for (let unit = 0; unit < outputs; unit++) {
      const start = unit * (inputs + 1);
      let sum = weights[start + inputs] as number;
      for (let i = 0; i < inputs; i++) sum += (weights[start + i] as number) * (from[i] as number);
      given[unit] = sum;
    }
    if (depth < layers.length - 1) {
      values.push(given.map((sum) => (activation === "tanh" ? Math.tanh(sum) : Math.max(sum, 0))));
    } else {
      const most = Math.max(...given);
      const powers = given.map((sum) => Math.exp(sum - most));
      const total = powers.reduce((a, b) => a + b, 0);
      values.push(powers.map((power) => power / total));
    }
  }
  return values;
}

/** Adds the gradient of the cross-entropy of one sample. */
function learn(
  layers: readonly Layer[],
  settings: NetworkSettings,
  sample: Float64Array,
  label: number,
  weight: number,
): void {
  const values = forward(layers, settings, sample);
  let errors = (values.at(-1) as Float64Array).map((p, unit) => weight * (p - Number(unit === label)));
  for (let depth = layers.length - 1; depth >= 0; depth--) {
    const { inputs, weights, gradient } = layers[depth] as Layer;
    const from = values[depth] as Float64Array;
    const before = new Float64Array(inputs);
    for (const [unit, error] of errors.entries()) {
      const start = unit * (inputs + 1);
      gradient[start + inputs] = (gradient[start + inputs] as number) + error;
      for (let i = 0; i < inputs; i++) {
        gradient[start + i] = (gradient[start + i] as number) + error * (from[i] as number);
        before[i] = (before[i] as number) + error * (weights[start + i] as number);
      }
    }
    errors = before.map((error, i) => {
      const value = from[i] as number;
      return error * (settings.activation === "tanh" ? 1 - value * value : Number(value > 0));
    });
  }
}

/** Descent with momentum, or Adam's (Kingma and Ba 2015), with decoupled decay. */
function step(
  { weights, gradient, first, second }: Layer,
  { rate, decay, momentum }: NetworkSettings,
  t: number,
): void {
  for (const [i, slope] of gradient.entries()) {
    const mean =
      momentum === undefined ? 0.9 * (first[i] as number) + 0.1 * slope : momentum * (first[i] as number) + slope;
    const square = 0.999 * (second[i] as number) + 0.001 * slope * slope;
    first[i] = mean;
    second[i] = square;
    const scale = Math.sqrt(square / (1 - 0.999 ** t)) + 1e-8;
    const move = momentum === undefined ? mean / (1 - 0.9 ** t) / scale : mean;
    weights[i] = (weights[i] as number) * (1 - rate * decay) - rate * move;
  }
}
