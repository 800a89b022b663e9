import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import {
  BackendClosedError,
  BackendError,
  decodeMessage,
  type EvaluationChannel,
  EvaluationError,
  type EvaluationRequest,
  type EvaluationResult,
  type EvaluatorBackend,
  encodeMessage,
  errorFrom,
  type FailureReason,
  type TrialError,
} from "@shac/core";

/** What begins each line that a command answers with. */
const PREFIX = "shac ";

/** What a command may say about its evaluation: any number of reports, then how it ended. */
type Answer =
  | { readonly report: { readonly step: number; readonly value: number } }
  | { readonly result: EvaluationResult }
  | { readonly reason: FailureReason; readonly error: TrialError; readonly cause?: TrialError };

/**
 * Runs each evaluation as a shell command, so many at once. The command reads the request as one line on stdin and
 * answers on stdout in lines that begin with `PREFIX`; whatever else it prints becomes the trial's log.
 */
export function commandBackend(command: string, { workers = 1 } = {}): EvaluatorBackend {
  let open = false;
  const running = new Map<number, ChildProcess>();

  const evaluate = async (request: EvaluationRequest, channel: EvaluationChannel): Promise<EvaluationResult> => {
    if (!open) throw new BackendClosedError("command");
    channel.signal.throwIfAborted();
    const workerId = Array.from({ length: workers }, (_, id) => id).find((id) => !running.has(id)) ?? 0;
    // A group of its own, so that a kill reaches what the shell started; nobody reads what a killed command left unread.
    const child = spawn(command, { shell: true, detached: true, stdio: ["pipe", "pipe", "pipe"] });
    const kill = (): void => killGroup(child);
    running.set(workerId, child);
    channel.signal.addEventListener("abort", kill);
    channel.onStart({ workerId });
    child.stdin.on("error", () => {}).end(`${encodeMessage({ ...request, workerId })}\n`);
    let answer: Answer | undefined;
    let complaint = "";
    const hear = (line: string): void => {
      if (!line.startsWith(PREFIX)) {
        if (/error/i.test(line)) complaint = line;
        channel.onLog(line);
        return;
      }
      const said = decodeMessage(line.slice(PREFIX.length)) as Answer;
      if ("report" in said) channel.onReport(said.report);
      else answer = said;
    };
    for (const output of [child.stdout, child.stderr]) createInterface(output).on("line", hear);
    try {
      const code = await new Promise((resolve, reject) => child.on("close", resolve).on("error", reject));
      channel.signal.throwIfAborted();
      if (!open) throw new BackendClosedError("command");
      return resultOf(answer, `The command ended with ${code} before it answered. ${complaint}`);
    } finally {
      channel.signal.removeEventListener("abort", kill);
      running.delete(workerId);
    }
  };

  return {
    apiVersion: 1,
    name: "command",
    isolation: "process",
    cancellation: "forced",
    async open(_study, capacity) {
      open = true;
      capacity(workers);
    },
    evaluate,
    async close() {
      open = false;
      for (const child of running.values()) killGroup(child);
    },
  };
}

function killGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, "SIGKILL");
}

function resultOf(answer: Answer | undefined, loss: string): EvaluationResult {
  if (answer === undefined || "report" in answer) throw new BackendError(loss, { retryable: true });
  if ("result" in answer) return answer.result;
  throw new EvaluationError(answer.reason, answer.error.message, { cause: answer.cause && errorFrom(answer.cause) });
}
