import {
  BackendError,
  createRng,
  type EvaluationChannel,
  EvaluationError,
  type EvaluationRequest,
  type EvaluationResult,
  type EvaluatorBackend,
} from "@shac/core";

interface Pending {
  readonly request: EvaluationRequest;
  readonly channel: EvaluationChannel;
  settle(): void;
}

export interface ShufflingOptions {
  readonly capacity: number;
  readonly seed: number;
  /** Whether the worker of this attempt is lost instead. */
  readonly loses?: (trial: number, attempt: number) => boolean;
}

/** Evaluates in an order of its own: once nothing more can be started, one of the running evaluations at random ends. */
export function shufflingBackend(
  outcome: (request: EvaluationRequest) => number,
  { capacity, seed, loses = () => false }: ShufflingOptions,
): EvaluatorBackend & { readonly order: number[] } {
  const random = createRng(seed, "shuffle");
  const pending: Pending[] = [];
  const order: number[] = [];
  const endOne = () => {
    // Aborted evaluations are pending no more.
    if (pending.length === 0) return;
    const [chosen] = pending.splice(random.below(pending.length), 1);
    chosen?.settle();
  };
  const run = (request: EvaluationRequest): EvaluationResult => {
    const { trial, attempt } = request;
    if (loses(trial, attempt)) throw new BackendError(`worker of trial ${trial} is gone`, { retryable: true });
    order.push(trial);
    try {
      return { value: outcome(request), elapsedMs: 0 };
    } catch (cause) {
      throw new EvaluationError("error", String(cause), { cause });
    }
  };
  return {
    apiVersion: 1,
    name: "shuffling",
    isolation: "none",
    cancellation: "forced",
    order,
    open: async (_study, setCapacity) => setCapacity(capacity),
    evaluate: (request, channel) =>
      new Promise((resolve, reject) => {
        if (pending.length >= capacity) throw new Error(`more than ${capacity} evaluations at once`);
        channel.onStart({ workerId: pending.length });
        const entry: Pending = {
          request,
          channel,
          settle: () => {
            try {
              resolve(run(request));
            } catch (error) {
              reject(error);
            }
          },
        };
        pending.push(entry);
        channel.signal.addEventListener("abort", () => {
          const at = pending.indexOf(entry);
          if (at >= 0) pending.splice(at, 1);
          reject(channel.signal.reason);
        });
        setImmediate(endOne);
      }),
    close: async () => {},
  };
}
