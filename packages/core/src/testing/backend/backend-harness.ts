import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  EvaluationChannel,
  EvaluationRequest,
  EvaluationResult,
  EvaluatorBackend,
} from "../../backend/evaluator-backend.js";
import type { JsonObject, JsonValue } from "../../json-value.js";
import type { CaseParams } from "./case-objective.js";

/** What the backend cases need of an adapter. */
export interface BackendHarness {
  /** A new, closed backend that evaluates `caseObjective` (or the module at `caseObjectiveUrl`), so many at once. */
  create(options: { readonly concurrency: number }): EvaluatorBackend;
  /** After so many milliseconds a case that has not ended fails. Default 30,000. */
  readonly timeoutMs?: number;
  /** Cases that do not hold for this backend, by id, each with its reason. List them in the package's README. */
  readonly gaps?: Readonly<Record<string, string>>;
}

/** One evaluation under test, and what its channel was told so far. */
export interface CaseEvaluation {
  readonly result: Promise<EvaluationResult>;
  readonly reports: readonly { readonly step: number; readonly value: number }[];
  readonly logs: readonly string[];
  readonly attributes: JsonObject;
  readonly workerIds: readonly number[];
  /** Resolves when the evaluation starts, or settles without. */
  readonly started: Promise<void>;
  readonly abort: AbortController;
}

export interface CaseBackend {
  readonly backend: EvaluatorBackend;
  readonly slots: readonly number[];
  /** An empty folder that is removed after the case. */
  readonly directory: string;
  evaluate(params: CaseParams, request?: Partial<EvaluationRequest>): CaseEvaluation;
}

const STUDY = { id: "5f0c6b1e-0b0e-4d7a-9d7e-2f4a1f0d7c11", name: "backend-cases", fingerprint: "backend-cases" };

/** Opens a backend of the harness, runs `body` and closes it, whatever happens. */
export async function withBackend(
  harness: BackendHarness,
  concurrency: number,
  body: (backend: CaseBackend) => Promise<void>,
): Promise<void> {
  const backend = harness.create({ concurrency });
  const directory = mkdtempSync(join(tmpdir(), "shac-case-"));
  const slots: number[] = [];
  let trial = 0;
  try {
    await backend.open(STUDY, (count) => slots.push(count));
    await body({
      backend,
      slots,
      directory,
      evaluate: (params, request) =>
        startEvaluation(backend, { trial: trial++, params: params as JsonObject, ...request }),
    });
  } finally {
    await backend.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function startEvaluation(
  backend: EvaluatorBackend,
  request: Pick<EvaluationRequest, "trial" | "params"> & Partial<EvaluationRequest>,
): CaseEvaluation {
  const abort = new AbortController();
  const reports: { step: number; value: number }[] = [];
  const logs: string[] = [];
  const attributes: Record<string, JsonValue> = {};
  const workerIds: number[] = [];
  let onStarted: () => void;
  const started = new Promise<void>((resolve) => {
    onStarted = resolve;
  });
  const channel: EvaluationChannel = {
    signal: abort.signal,
    onStart: ({ workerId }) => {
      workerIds.push(workerId);
      onStarted();
    },
    onReport: (report) => reports.push(report),
    onLog: (line) => logs.push(line),
    onAttributes: (told) => Object.assign(attributes, told),
  };
  const result = backend.evaluate({ studyId: STUDY.id, attempt: 1, seed: 7, pruning: [], ...request }, channel);
  const ended = (): void => onStarted();
  result.then(ended, ended);
  return { result, reports, logs, attributes, workerIds, started, abort };
}
