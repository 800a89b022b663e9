import type {
  EvaluationChannel,
  EvaluationRequest,
  EvaluationResult,
  EvaluatorBackend,
} from "../../backend/evaluator-backend.js";
import { decodeMessage, encodeMessage } from "../../backend/messages.js";
import { BackendError } from "../../errors.js";
import type { JsonObject } from "../../json-value.js";

/** What a fault makes of one evaluation. `carry` does it rightly. */
type Spoil = (
  request: EvaluationRequest,
  channel: EvaluationChannel,
  carry: (request: EvaluationRequest, channel: EvaluationChannel) => Promise<EvaluationResult>,
) => Promise<EvaluationResult>;

const mapNumbers = (value: unknown, change: (number: number) => number): unknown => {
  if (typeof value === "number") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapNumbers(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapNumbers(member, change)]));
};

const mapParams = (request: EvaluationRequest, change: (params: JsonObject) => unknown): EvaluationRequest => ({
  ...request,
  params: change(request.params) as JsonObject,
});

const never = (): Promise<never> => new Promise(() => {});
const deaf = new AbortController().signal;

/** A fault by name: each is one that real transports have had. */
const FAULTS: Readonly<Record<string, Spoil>> = {
  "never settles": never,
  "drops every tenth result": (request, channel, carry) =>
    carry(request, channel).then((result) => (request.trial % 10 === 9 ? never() : result)),
  "ignores an abort": (request, channel, carry) => carry(request, { ...channel, signal: deaf }),
  "rounds floats": (request, channel, carry) =>
    carry(
      mapParams(request, (params) => mapNumbers(params, Math.fround)),
      channel,
    ),
  "loses -0": (request, channel, carry) =>
    carry(
      mapParams(request, (params) => JSON.parse(JSON.stringify(params))),
      channel,
    ),
  "turns numbers into text": (request, channel, carry) =>
    carry(
      mapParams(request, (params) => ({ ...params, integer: String(params.integer) })),
      channel,
    ),
  "reports late": (request, channel, carry) => {
    const reports: Parameters<EvaluationChannel["onReport"]>[] = [];
    return carry(request, { ...channel, onReport: (...report) => reports.push(report) }).finally(() => {
      setTimeout(() => {
        for (const report of reports) channel.onReport(...report);
      });
    });
  },
  "reports twice": (request, channel, carry) =>
    carry(request, {
      ...channel,
      onReport(report) {
        channel.onReport(report);
        channel.onReport(report);
      },
    }),
  "starts twice": (request, channel, carry) =>
    carry(request, {
      ...channel,
      onStart(where) {
        channel.onStart(where);
        channel.onStart(where);
      },
    }),
  "gives failures a value": (request, channel, carry) =>
    carry(request, channel).catch(() => ({ value: 0, elapsedMs: 0 })),
  "loses the error's class": (request, channel, carry) =>
    carry(request, channel).catch((error: Error) => {
      throw new Error(error.message);
    }),
  "loses the error's cause": (request, channel, carry) =>
    carry(request, channel).catch((error: Error) => {
      delete error.cause;
      throw error;
    }),
  "ignores pruning": (request, channel, carry) => carry({ ...request, pruning: [] }, channel),
  "forgets the seed": (request, channel, carry) => carry({ ...request, seed: 0 }, channel),
  "seeds each attempt anew": (request, channel, carry) =>
    carry({ ...request, seed: (request.seed + request.attempt - 1) % 0x100000000 }, channel),
  "gives failures of an objective the reason of a lost worker": (request, channel, carry) =>
    carry(request, channel).catch((cause: unknown) => {
      throw new BackendError("the worker ended", { retryable: true, cause });
    }),
  "loses metrics": (request, channel, carry) => carry(request, channel).then(({ metrics: _, ...result }) => result),
  "tells attributes of values only": (request, channel, carry) =>
    carry(request, channel).then((result) => {
      channel.onAttributes({ provider: "cpu" });
      return result;
    }),
  "cuts long messages": (request, channel, carry) => {
    const text = encodeMessage(request.params);
    return text.length < 65536
      ? carry(request, channel)
      : carry(
          mapParams(request, () => decodeMessage("{}")),
          channel,
        );
  },
};

/** Every fault there is, and the id of a case that must find it. */
export const backendFaults: Readonly<Record<string, string>> = {
  "never settles": "B01",
  "drops every tenth result": "B43",
  "ignores an abort": "B31",
  "rounds floats": "B02",
  "loses -0": "B02",
  "turns numbers into text": "B02",
  "reports late": "B07",
  "reports twice": "B07",
  "starts twice": "B05",
  "gives failures a value": "B20",
  "loses the error's class": "B20",
  "loses the error's cause": "B20",
  "ignores pruning": "B08",
  "forgets the seed": "B05",
  "loses metrics": "B09",
  "tells attributes of values only": "B26",
  "cuts long messages": "B06",
  "swaps results": "B03",
  "swaps what runs at once": "B51",
  "answers by trial number alone": "B50",
  "seeds each attempt anew": "B53",
  "gives failures of an objective the reason of a lost worker": "B52",
  "takes one study only": "B54",
  "leaks a handle": "B43",
  "runs one at a time": "B04",
  "stays open": "B41",
};

/** `backend` with one fault, to prove that the cases can fail. */
export function faultyBackend(backend: EvaluatorBackend, fault: string): EvaluatorBackend {
  const { apiVersion, name, isolation, cancellation } = backend;
  const spoil = FAULTS[fault] ?? special(fault);
  let opened = false;
  return {
    apiVersion,
    name,
    isolation,
    cancellation,
    open: (study, capacity) => {
      if (fault === "leaks a handle") setInterval(() => {}, 1000);
      if (fault === "takes one study only" && opened) return never();
      opened = true;
      return backend.open(study, fault === "runs one at a time" ? (slots) => capacity(Math.min(slots, 1)) : capacity);
    },
    evaluate: (request, channel) => spoil(request, channel, (r, c) => backend.evaluate(r, c)),
    close: () => (fault === "stays open" ? Promise.resolve() : backend.close()),
  };
}

/** Faults of what is remembered from one evaluation to the next. */
function special(fault: string): Spoil {
  switch (fault) {
    case "swaps results":
      return givePrevious();
    case "swaps what runs at once":
      return swapPairs();
    case "answers by trial number alone":
      return rememberTrials();
    default:
      return (request, channel, carry) => carry(request, channel);
  }
}

/** Gives each evaluation the result of the one that settled before it. */
function givePrevious(): Spoil {
  let previous: EvaluationResult | undefined;
  return async (request, channel, carry) => {
    const result = await carry(request, channel);
    const given = previous ?? result;
    previous = result;
    return given;
  };
}

/** Gives each of two evaluations that run at the same time the result of the other. */
function swapPairs(): Spoil {
  let partner: { readonly result: Promise<EvaluationResult>; give(other: Promise<EvaluationResult>): void } | undefined;
  return async (request, channel, carry) => {
    const result = carry(request, channel);
    if (partner !== undefined) {
      const { result: other, give } = partner;
      partner = undefined;
      give(result);
      return other;
    }
    return new Promise<EvaluationResult>((give) => {
      const mine = { result, give };
      partner = mine;
      setTimeout(() => {
        if (partner !== mine) return;
        partner = undefined;
        give(result);
      });
    });
  };
}

function rememberTrials(): Spoil {
  const results = new Map<number, Promise<EvaluationResult>>();
  return (request, channel, carry) => {
    const result = results.get(request.trial) ?? carry(request, channel);
    results.set(request.trial, result);
    return result;
  };
}
