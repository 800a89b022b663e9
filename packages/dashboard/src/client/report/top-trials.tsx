import type { Trial } from "@shac/core";
import type { ParameterInfo } from "../../wire.js";
import { formatJson } from "../format/json-value.js";
import { formatNumber } from "../format/number.js";
import { readParameter } from "../trials/read-parameter.js";
import { ForeignLine } from "../view/foreign-text.js";

interface TopTrialsProps {
  readonly trials: readonly Trial[];
  readonly parameters: readonly ParameterInfo[];
}

/** The best trials with all their parameters. */
export function TopTrials({ trials, parameters }: TopTrialsProps) {
  if (trials.length === 0) return null;
  return (
    <section class="card" aria-labelledby="top-trials">
      <h2 id="top-trials">{`The best ${trials.length} trials`}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section class="report-table" aria-label="Best trials" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">trial</th>
              <th scope="col">value</th>
              {parameters.map(({ name }) => (
                <th key={name} scope="col">
                  <ForeignLine text={name} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {trials.map((trial) => (
              <tr key={trial.number}>
                <th scope="row">{trial.number}</th>
                <td title={String(trial.value)}>{formatNumber(trial.value)}</td>
                {parameters.map(({ name }) => (
                  <td key={name}>{formatCell(readParameter(trial.params, name))}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function formatCell(value: unknown) {
  if (value === undefined) return "–";
  if (typeof value === "number") return <span title={String(value)}>{formatNumber(value)}</span>;
  return <ForeignLine text={formatJson(value)} />;
}
