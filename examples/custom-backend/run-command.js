import { createInterface } from "node:readline";
import { createContext, decodeMessage, encodeMessage, runObjective, trialErrorOf } from "@shac/core";

const answer = (said) => process.stdout.write(`shac ${encodeMessage(said)}\n`);

/** The command's side, for an objective in JavaScript: reads one request, evaluates it, answers. */
export async function runCommand(objective) {
  const lines = createInterface(process.stdin)[Symbol.asyncIterator]();
  const { workerId, ...request } = decodeMessage((await lines.next()).value);
  const channel = {
    signal: new AbortController().signal,
    onReport: (report) => answer({ report }),
    onLog: (line) => console.log(line),
  };
  try {
    answer({ result: await runObjective(objective, request.params, createContext(request, channel, workerId)) });
  } catch (error) {
    answer({ reason: error.reason, error: trialErrorOf(error), cause: error.cause && trialErrorOf(error.cause) });
  }
}
