import {
  decodeMessage,
  type EvaluationRequest,
  type EvaluationResult,
  encodeMessage,
  FAILURE_REASONS,
  type FailureReason,
  type JsonObject,
  type PruneBound,
  type TrialError,
} from "@shac/core";
import { isObject, isText, isWhole, Malformed } from "./schema.js";

/** Raised by every change after which an old worker and a new study, or the reverse, would misunderstand each other. */
const VERSION = 2;

/** Characters of a job, a report or an answer; whatever is longer is neither sent nor read. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** What an evaluation tells while it runs. The first is always `start`. */
export type Message =
  | { readonly type: "start"; readonly workerId: number; readonly host: string }
  | { readonly type: "report"; readonly step: number; readonly value: number }
  | { readonly type: "log"; readonly line: string }
  | { readonly type: "attributes"; readonly attributes: JsonObject };

/** Some of an evaluation's messages: those from number `from` on. */
export interface Telling {
  readonly from: number;
  readonly messages: readonly Message[];
}

/** How an evaluation ended on its worker. */
export type Ending =
  | { readonly type: "result"; readonly result: EvaluationResult }
  /** The objective's fault. */
  | { readonly type: "failed"; readonly reason: FailureReason; readonly message: string; readonly error?: TrialError }
  /** The worker's fault; it may be tried again. */
  | { readonly type: "lost"; readonly message: string; readonly error?: TrialError }
  /** Its worker was told to end. */
  | { readonly type: "handed-back"; readonly message: string }
  /** It was told to stop. */
  | { readonly type: "stopped" };

/** All messages of an evaluation, since those on the way may have been missed, and its end. */
export interface Answer {
  readonly messages: readonly Message[];
  readonly ending: Ending;
}

/** @throws ShacError `not-json`, RangeError when it is too long */
export function encodeJob(request: EvaluationRequest): string {
  return encode(request);
}

/** @throws Malformed */
export function decodeJob(text: unknown): EvaluationRequest {
  const { studyId, trial, attempt, params, seed, pruning } = decode(text);
  if (!isText(studyId) || !isWhole(trial) || !isWhole(attempt, 1) || !isWhole(seed)) throw new Malformed("numbers");
  if (!isObject(params) || !Array.isArray(pruning) || !pruning.every(isBound)) throw new Malformed("params or pruning");
  return { studyId, trial, attempt, params: params as EvaluationRequest["params"], seed, pruning };
}

export function encodeTelling(telling: Telling): string {
  return encode(telling);
}

/** @throws Malformed */
export function decodeTelling(text: unknown): Telling {
  const { from, messages } = decode(text);
  if (!isWhole(from)) throw new Malformed("from");
  return { from, messages: checkMessages(messages) };
}

/** @throws RangeError when it is too long */
export function encodeAnswer(answer: Answer): string {
  return encode(answer);
}

/** @throws Malformed */
export function decodeAnswer(text: unknown): Answer {
  const { messages, ending } = decode(text);
  if (!isEnding(ending)) throw new Malformed("ending");
  return { messages: checkMessages(messages), ending };
}

function encode(content: object): string {
  const text = encodeMessage({ v: VERSION, ...content });
  if (text.length > MAX_CHARACTERS) {
    throw new RangeError(`${text.length} characters are more than the ${MAX_CHARACTERS} that may be sent`);
  }
  return text;
}

function decode(text: unknown): Readonly<Record<string, unknown>> {
  if (typeof text !== "string" || text.length > MAX_CHARACTERS) throw new Malformed("length");
  let content: unknown;
  try {
    content = decodeMessage(text);
  } catch {
    throw new Malformed("JSON");
  }
  if (!isObject(content)) throw new Malformed("JSON");
  if (content.v !== VERSION) throw new Malformed(`version ${String(content.v).slice(0, 20)}`);
  return content;
}

function checkMessages(messages: unknown): readonly Message[] {
  if (!Array.isArray(messages) || !messages.every(isMessage)) throw new Malformed("messages");
  return messages;
}

function isMessage(message: unknown): message is Message {
  if (!isObject(message)) return false;
  switch (message.type) {
    case "start":
      return isWhole(message.workerId) && isText(message.host);
    case "report":
      return Number.isFinite(message.step) && typeof message.value === "number";
    case "log":
      return typeof message.line === "string";
    case "attributes":
      return isObject(message.attributes);
    default:
      return false;
  }
}

function isBound(bound: unknown): bound is PruneBound {
  const isLimit = (limit: unknown) => limit === undefined || typeof limit === "number";
  return isObject(bound) && Number.isFinite(bound.step) && isLimit(bound.above) && isLimit(bound.below);
}

function isEnding(ending: unknown): ending is Ending {
  if (!isObject(ending)) return false;
  switch (ending.type) {
    case "result":
      return isResult(ending.result);
    case "failed":
      return (
        FAILURE_REASONS.includes(ending.reason as FailureReason) && isText(ending.message) && isError(ending.error)
      );
    case "lost":
      return isText(ending.message) && isError(ending.error);
    case "handed-back":
      return isText(ending.message);
    default:
      return ending.type === "stopped";
  }
}

function isResult(result: unknown): result is EvaluationResult {
  if (!isObject(result) || !Number.isFinite(result.elapsedMs)) return false;
  const { value, pruned, metrics, attributes } = result;
  if (pruned === true ? value !== undefined : pruned !== undefined || !Number.isFinite(value)) return false;
  if (metrics !== undefined && !(isObject(metrics) && Object.values(metrics).every(Number.isFinite))) return false;
  return attributes === undefined || isObject(attributes);
}

function isError(error: unknown): boolean {
  if (error === undefined) return true;
  if (!isObject(error) || typeof error.name !== "string" || typeof error.message !== "string") return false;
  const { code, stack, cause } = error;
  const isAbsentOrText = (text: unknown) => text === undefined || typeof text === "string";
  return isAbsentOrText(code) && isAbsentOrText(stack) && isError(cause);
}
