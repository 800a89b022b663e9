import type { Trial } from "@shac/core";
import type { ComponentChildren } from "preact";
import type { StudyDetail, TrialDetail } from "../../wire.js";
import { formatJson } from "../format/json-value.js";
import { formatMoment } from "../format/moment.js";
import { formatNumber } from "../format/number.js";
import { ForeignText } from "../view/foreign-text.js";
import { Hint } from "../view/hint.js";
import { ParameterList } from "./parameter-list.js";
import { ReportsCard } from "./reports-card.js";
import { TrialErrorText } from "./trial-error-text.js";
import { TrialLog } from "./trial-log.js";

interface TrialDetailsProps {
  readonly study: StudyDetail;
  readonly detail: TrialDetail;
}

/** Everything that is kept of a trial, a card for each kind. */
export function TrialDetails({ study, detail }: TrialDetailsProps) {
  const { trial, attempts, log } = detail;
  const { metrics, attributes, reason, error } = trial;
  return (
    <div class="trial-cards">
      {reason !== undefined && <TrialErrorText reason={reason} error={error} />}
      <Card title="Parameters">
        <ParameterList trial={trial} parameters={study.parameters} />
      </Card>
      {metrics !== undefined && Object.keys(metrics).length > 0 && (
        <Card title="Metrics">
          <Pairs pairs={metrics} />
        </Card>
      )}
      {attributes !== undefined && Object.keys(attributes).length > 0 && (
        <Card title="Attributes">
          <Pairs pairs={attributes} />
        </Card>
      )}
      {attempts.length > 0 && <Attempts attempts={attempts} trial={trial} />}
      <ReportsCard detail={detail} />
      {log !== null && <TrialLog log={log} />}
    </div>
  );
}

function Card({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="card" aria-label={title}>
      <div class="card-head">
        <h3>{title}</h3>
      </div>
      {children}
    </section>
  );
}

function Pairs({ pairs }: { readonly pairs: Readonly<Record<string, unknown>> }) {
  return (
    <dl class="pairs">
      {Object.entries(pairs).map(([name, value]) => (
        <div key={name}>
          <dt>
            <ForeignText text={name} limit={60} />
          </dt>
          <dd title={typeof value === "number" ? String(value) : undefined}>
            {typeof value === "number" ? formatNumber(value) : <ForeignText text={formatJson(value)} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Attempts({ attempts, trial }: Pick<TrialDetail, "attempts" | "trial">) {
  return (
    <Card title="Attempts">
      <table class="table">
        <thead>
          <tr>
            <th scope="col" class="number">
              <Hint text="A trial that is lost with its worker is evaluated again.">Attempt</Hint>
            </th>
            <th scope="col">
              <Hint text="The worker that evaluated it, by number, and its machine where there are several.">
                Worker
              </Hint>
            </th>
            <th scope="col">Began</th>
            <th scope="col">Ended</th>
          </tr>
        </thead>
        <tbody>
          {attempts.map(({ attempt, workerId, host, startedAt, lost }) => (
            <tr key={attempt}>
              <td class="number">{attempt}</td>
              <td>
                {workerId ?? "–"}
                {host !== undefined && (
                  <>
                    {" on "}
                    <ForeignText text={host} limit={60} />
                  </>
                )}
              </td>
              <td>{startedAt === undefined ? "–" : formatMoment(startedAt)}</td>
              <td>{lost === undefined ? endOf(attempt, trial) : <ForeignText text={lost} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function endOf(attempt: number, trial: Trial): string {
  return attempt === trial.attempt ? trial.state : "–";
}
