import type * as tfjs from "@tensorflow/tfjs";

/** What is alive of one evaluation. */
export interface ScopeMemory {
  readonly numTensors: number;
  readonly numBytes: number;
}

/** The parts of TensorFlow.js' engine that its types leave out. */
interface Engine {
  state: Record<string, unknown> & { numTensors: number; numBytes: number };
  trackTensor(tensor: tfjs.Tensor, backend: unknown): void;
  disposeTensor(tensor: tfjs.Tensor): void;
  readonly constructor: { nextVariableId: number };
}

/** Counts of what is alive: the only part of the engine's state that an evaluation changes for good. */
const COUNTS = ["numTensors", "numBytes", "numStringTensors", "numDataBuffers"];

/**
 * Everything that is made in TensorFlow.js between `open` and `close`: every tensor, whether a variable, kept or in a scope of its own,
 * and every change of the engine's state, flags and backend. There is one engine in a process, so one scope at a time.
 */
export class GraphScope {
  readonly #tf: typeof tfjs;
  readonly #engine: Engine;
  readonly #backend: string;
  readonly #alive = new Set<tfjs.Tensor>();
  #isOpen = false;
  #state: Engine["state"] | undefined;
  #restore: () => void = () => {};
  #before: ScopeMemory = { numTensors: 0, numBytes: 0 };

  constructor(tf: typeof tfjs) {
    this.#tf = tf;
    this.#engine = tf.engine() as unknown as Engine;
    this.#backend = tf.getBackend();
    const { trackTensor, disposeTensor } = this.#engine;
    this.#engine.trackTensor = (tensor, backend) => {
      trackTensor.call(this.#engine, tensor, backend);
      if (this.#isOpen) this.#alive.add(tensor);
    };
    this.#engine.disposeTensor = (tensor) => {
      disposeTensor.call(this.#engine, tensor);
      this.#alive.delete(tensor);
    };
  }

  async open(): Promise<void> {
    await this.#chooseBackend();
    const { state } = this.#engine;
    this.#state = state;
    const { flags } = this.#tf.env() as unknown as { flags: Record<string, unknown> };
    const flagsBefore = { ...flags };
    const graph = Object.fromEntries(Object.entries(state).filter(([name]) => !COUNTS.includes(name)));
    const { nextVariableId } = this.#engine.constructor;
    const { registeredVariables, scopeStack } = graph as { registeredVariables: object; scopeStack: unknown[] };
    this.#before = { numTensors: state.numTensors, numBytes: state.numBytes };
    state.registeredVariables = { ...registeredVariables };
    state.scopeStack = [...scopeStack];
    this.#isOpen = true;
    this.#restore = () => {
      Object.assign(state, { activeTape: undefined, activeScope: undefined }, graph);
      this.#engine.constructor.nextVariableId = nextVariableId;
      for (const name of Object.keys(flags)) if (!(name in flagsBefore)) Reflect.deleteProperty(flags, name);
      Object.assign(flags, flagsBefore);
    };
  }

  memory(): ScopeMemory {
    const { numTensors, numBytes } = this.#engine.state;
    return { numTensors: numTensors - this.#before.numTensors, numBytes: numBytes - this.#before.numBytes };
  }

  /** Tensors alive that belong to no model, no optimizer and no `tf.keep`. */
  countLoose(): number {
    let loose = 0;
    for (const tensor of this.#alive) {
      if (!(tensor instanceof this.#tf.Variable) && !(tensor as unknown as { kept: boolean }).kept) loose++;
    }
    return loose;
  }

  /** Releases everything. */
  async close(): Promise<void> {
    for (const tensor of this.#alive) tensor.dispose();
    this.#alive.clear();
    this.#isOpen = false;
    this.#restore();
    await this.#chooseBackend();
  }

  /** To be asked after `close`. False when something of the evaluation stays all the same, so that the process is better replaced. */
  get isClean(): boolean {
    const { numTensors, numBytes } = this.memory();
    // tf.engine().reset() makes another state.
    return numTensors === 0 && numBytes === 0 && this.#engine.state === this.#state;
  }

  /** Another scope of this process, or the evaluation, may have chosen another. */
  async #chooseBackend(): Promise<void> {
    if (this.#tf.getBackend() !== this.#backend) await this.#tf.setBackend(this.#backend);
  }
}
