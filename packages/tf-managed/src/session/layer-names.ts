import type * as tfjs from "@tensorflow/tfjs";

/** Number of models whose order of layers tfjs-layers remembers, by the names of their layers. */
const REMEMBERED_MODELS = "TOPOLOGICAL_SORT_CACHE_MAX_ENTRIES";

/** Forgets which names of layers and weights were given, so that the next layer is the first of its kind again. */
export type ForgetLayerNames = () => void;

/**
 * The counters are private to tfjs-layers. A layer of a class that no one else has makes them show themselves: whatever they
 * look its name up in are they.
 */
export function findLayerNames(tf: typeof tfjs): ForgetLayerNames {
  const probe = "ShacProbe";
  class Probe extends tf.layers.Layer {
    static readonly className: string = probe;
    makeWeight(): void {
      this.addWeight(probe, [1], "float32", tf.initializers.zeros()).dispose();
    }
  }
  let counters: object = {};
  let layer: Probe;
  // The numbers of layer names are members of an object, so they are looked up in what it inherits as well.
  Object.defineProperty(Object.prototype, probe, {
    configurable: true,
    get() {
      counters = this;
      return 0;
    },
    set() {},
  });
  try {
    layer = new Probe({});
  } finally {
    Reflect.deleteProperty(Object.prototype, probe);
  }
  let names = new Map<unknown, unknown>();
  const { has } = Map.prototype;
  Map.prototype.has = function (key) {
    if (key === probe) names = this;
    return has.call(this, key);
  };
  try {
    layer.makeWeight();
  } finally {
    Map.prototype.has = has;
  }
  return () => {
    for (const name of Object.keys(counters)) Reflect.deleteProperty(counters, name);
    names.clear();
    // Else a model would be taken for an earlier one whose layers have the same names.
    const remembered = tf.env().getNumber(REMEMBERED_MODELS);
    tf.env().set(REMEMBERED_MODELS, 0);
    tf.env().set(REMEMBERED_MODELS, remembered);
  };
}
