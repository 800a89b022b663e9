import type { ObjectiveContext } from "@shac/core";
import type * as tfjs from "@tensorflow/tfjs";
import type { TfDevice } from "../devices.js";
import type { TfBackendName } from "../options.js";

/** Tensors in any arrangement of lists and objects, and what `TfSession.run` makes of them. */
export type TensorValues<T> = T extends tfjs.Tensor
  ? Awaited<ReturnType<T["array"]>>
  : { -readonly [K in keyof T]: TensorValues<T[K]> };

/** Memory that an evaluation holds. */
export interface TfSessionMemory {
  /** Tensors of this evaluation that are alive, weights of models included. */
  readonly numTensors: number;
  /** Their size in bytes. */
  readonly numBytes: number;
}

/** What one evaluation has of TensorFlow.js. Everything made in it is released when the evaluation ends, however it ends. */
export interface TfSession {
  readonly backend: TfBackendName;
  /** Where tensors really lie, which is a CPU when TensorFlow finds no GPU that it can use. */
  readonly device: TfDevice;
  /** Evaluates tensors to plain numbers, strings and lists of them; booleans become 1 and 0. The tensors stay alive. */
  run<const T>(tensors: T): Promise<TensorValues<T>>;
  memory(): TfSessionMemory;
  /** Calls `release` when the evaluation has ended, before its tensors are released; the last one given first. */
  onDispose(release: () => void | Promise<void>): void;
}

/** What an objective gets as its second argument. */
export interface TfContext extends ObjectiveContext {
  /** TensorFlow.js, ready, on the session's device. */
  readonly tf: typeof tfjs;
  readonly session: TfSession;
}

/** The session's side that the runtime holds. */
export interface ManagedSession {
  readonly session: TfSession;
  /** Runs what `onDispose` was given; what throws is told to `onError`, and the rest still runs. */
  dispose(onError: (error: unknown) => void): Promise<void>;
}

export function createSession(
  { backend, device }: Pick<TfSession, "backend" | "device">,
  tf: typeof tfjs,
  memory: () => TfSessionMemory,
): ManagedSession {
  const releases: (() => void | Promise<void>)[] = [];
  return {
    session: {
      backend,
      device,
      run: (tensors) => valuesOf(tf, tensors) as Promise<TensorValues<typeof tensors>>,
      memory,
      onDispose: (release) => void releases.push(release),
    },
    async dispose(onError) {
      for (const release of releases.reverse()) {
        try {
          await release();
        } catch (error) {
          onError(error);
        }
      }
    },
  };
}

async function valuesOf(tf: typeof tfjs, tensors: unknown): Promise<unknown> {
  if (tensors instanceof tf.Tensor) return tensors.array();
  if (Array.isArray(tensors)) return Promise.all(tensors.map((tensor) => valuesOf(tf, tensor)));
  if (typeof tensors !== "object" || tensors === null) {
    throw new TypeError(`session.run was given ${String(tensors)}; give tensors, or lists or objects of them.`);
  }
  const entries = Object.entries(tensors).map(async ([name, tensor]) => [name, await valuesOf(tf, tensor)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
