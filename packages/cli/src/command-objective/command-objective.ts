import type { JsonObject, JsonValue, Objective, ObjectiveContext, Outcome, SearchSpace } from "@shac/core";
import { formatJson } from "@shac/core/node";
import { shellWord } from "../terminal/shell-word.js";
import { UsageError } from "../usage-error.js";
import { runCommand } from "./run-command.js";

/** `{name}`, but not the `${name}` of a shell. */
const PLACEHOLDER = /(?<!\$)\{([\w-]+)\}/g;

/**
 * An objective that runs a command. Each `{name}` in it becomes the parameter's value, quoted for a POSIX shell; one that
 * takes no part in a point becomes ''. The environment holds SHAC_PARAMS (all params as JSON), SHAC_TRIAL, SHAC_SEED and
 * SHAC_DIRECTORY. The last line that the command prints is the outcome.
 *
 * @throws UsageError when a `{name}` is no parameter of `space`
 */
export function commandObjective(template: string, space: SearchSpace): Objective<SearchSpace> {
  checkPlaceholders(template, space);
  return async (params: JsonObject, { trial, seed, directory, signal, log }: ObjectiveContext) => {
    const command = template.replace(PLACEHOLDER, (_, name: string) => shellWord(formatArgument(params[name])));
    const environment = {
      SHAC_PARAMS: JSON.stringify(params),
      SHAC_TRIAL: String(trial),
      SHAC_SEED: String(seed),
      ...(directory === undefined ? {} : { SHAC_DIRECTORY: directory }),
    };
    return readOutcome(await runCommand(command, { environment, signal, log }));
  };
}

function checkPlaceholders(template: string, space: SearchSpace): void {
  const names = (space.toJSON().parameters as readonly { readonly name: string }[]).map(({ name }) => name);
  for (const [shown, name = ""] of template.matchAll(PLACEHOLDER)) {
    if (names.includes(name)) continue;
    throw new UsageError(`--command has ${shown}, which is no parameter; the space has ${names.join(", ")}.`);
  }
}

function formatArgument(value: JsonValue | undefined): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : formatJson(value);
}

/** A number, or JSON; anything else is left as it is, for the study to refuse by its words. */
export function readOutcome(line: string): Outcome {
  const number = Number(line);
  if (line.trim() !== "" && Number.isFinite(number)) return number;
  try {
    return JSON.parse(line) as Outcome;
  } catch {
    return line as unknown as Outcome;
  }
}
