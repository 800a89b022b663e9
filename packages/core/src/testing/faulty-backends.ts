import type {
  EvaluationChannel,
  EvaluationRequest,
  EvaluationResult,
  EvaluatorBackend,
} from "../backend/evaluator-backend.js";
import { decodeMessage, encodeMessage } from "../backend/messages.js";
import type { JsonObject } from "../json-value.js";

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
  "loses metrics": (request, channel, carry) => carry(request, channel).then(({ metrics: _, ...result }) => result),
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
  "cuts long messages": "B06",
  "swaps results": "B03",
  "leaks a handle": "B43",
  "runs one at a time": "B04",
  "stays open": "B41",
};

/** `backend` with one fault, to prove that the cases can fail. */
export function faultyBackend(backend: EvaluatorBackend, fault: string): EvaluatorBackend {
  const { apiVersion, name, isolation, cancellation } = backend;
  const spoil = FAULTS[fault] ?? special(fault);
  return {
    apiVersion,
    name,
    isolation,
    cancellation,
    open: (study, capacity) => {
      if (fault === "leaks a handle") setInterval(() => {}, 1000);
      return backend.open(study, fault === "runs one at a time" ? (slots) => capacity(Math.min(slots, 1)) : capacity);
    },
    evaluate: (request, channel) => spoil(request, channel, (r, c) => backend.evaluate(r, c)),
    close: () => (fault === "stays open" ? Promise.resolve() : backend.close()),
  };
}

/** Gives each evaluation the result of the one that settled before it. */
function special(fault: string): Spoil {
  if (fault !== "swaps results") return (request, channel, carry) => carry(request, channel);
  let previous: EvaluationResult | undefined;
  return async (request, channel, carry) => {
    const result = await carry(request, channel);
    const given = previous ?? result;
    previous = result;
    return given;
  };
}
