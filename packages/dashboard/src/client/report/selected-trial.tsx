import type { ReportData } from "../../report/report-data.js";
import { trialKind } from "../charts/data/trial-kind.js";
import { formatParameter } from "../charts/scale/parameter-axis.js";
import { formatNumber } from "../format/number.js";
import { ForeignLine } from "../view/foreign-text.js";

interface SelectedTrialProps {
  readonly data: ReportData;
  readonly number: number;
  readonly onClose: () => void;
}

/** The trial that was chosen in a chart, at the edge of the window so that the chart stays in view. */
export function SelectedTrial({ data, number, onClose }: SelectedTrialProps) {
  const { columns, shown, study } = data;
  return (
    <aside class="card report-trial" aria-label={`Trial ${number}`}>
      <div class="card-head">
        <strong>{`Trial ${number}`}</strong>
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
      </div>
      <dl class="pairs">
        <div>
          <dt>value</dt>
          <dd>{`${formatNumber(columns.value[number])} (${trialKind(columns, number)})`}</dd>
        </div>
        {study.parameters
          .filter(({ name }) => shown.includes(name) && columns.params[name]?.[number] !== null)
          .map((parameter) => (
            <div key={parameter.name}>
              <dt>
                <ForeignLine text={parameter.name} />
              </dt>
              <dd>
                <ForeignLine text={formatParameter(parameter, columns.params[parameter.name]?.[number])} />
              </dd>
            </div>
          ))}
      </dl>
    </aside>
  );
}
