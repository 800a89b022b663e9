import type { Trial } from "@shac/core";
import type { ParameterInfo } from "../../wire.js";
import { formatJson } from "../format/json-value.js";
import { formatNumber } from "../format/number.js";
import { toTypeScript } from "../format/typescript.js";
import { CopyButton } from "../view/copy-button.js";
import { ForeignText } from "../view/foreign-text.js";
import { Hint } from "../view/hint.js";
import { readParameter } from "./read-parameter.js";

interface ParameterListProps {
  readonly trial: Trial;
  readonly parameters: readonly ParameterInfo[];
}

/** The parameters of a trial with what each may be, and buttons that copy them all. */
export function ParameterList({ trial, parameters }: ParameterListProps) {
  const active = parameters.filter(({ name }) => readParameter(trial.params, name) !== undefined);
  return (
    <>
      <dl class="pairs">
        {active.map((parameter) => (
          <div key={parameter.name}>
            <dt>
              <Hint text={describe(parameter)}>
                <ForeignText text={parameter.name} limit={60} />
              </Hint>
            </dt>
            <dd>
              <Value value={readParameter(trial.params, parameter.name)} />
            </dd>
          </div>
        ))}
      </dl>
      <div class="card-actions">
        <CopyButton label="Copy as JSON" text={() => JSON.stringify(trial.params, null, 2)} />
        <CopyButton label="Copy as TypeScript" text={() => toTypeScript(trial.params)} />
      </div>
    </>
  );
}

function Value({ value }: { readonly value: unknown }) {
  if (typeof value === "number") return <span title={String(value)}>{formatNumber(value)}</span>;
  return <ForeignText text={formatJson(value)} />;
}

/** What a parameter may be, in words. */
export function describe({ kind, log, min, max, choices, condition }: ParameterInfo): string {
  const range = min !== undefined && max !== undefined ? ` from ${formatNumber(min)} to ${formatNumber(max)}` : "";
  const shown = (choices ?? []).slice(0, 12).map((choice) => shorten(String(choice)));
  const more = (choices?.length ?? 0) > shown.length ? ", …" : "";
  const list = shown.length > 0 ? `: ${shown.join(", ")}${more}` : "";
  const when = condition === undefined ? "" : `; exists when ${shorten(condition)}`;
  return `${kind}${range}${log ? ", on a logarithmic scale" : ""}${list}${when}`;
}

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}
