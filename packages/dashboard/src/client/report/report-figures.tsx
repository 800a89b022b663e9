import type { ComponentChildren } from "preact";
import type { StudyDetail } from "../../wire.js";
import { formatSeconds } from "../format/duration.js";
import { formatCount, formatNumber, formatRate, noValue } from "../format/number.js";
import { Hint } from "../view/hint.js";
import { outcomesOf, ProgressBar } from "../view/progress-bar.js";

/** A study in a few numbers. */
export function ReportFigures({ study }: { readonly study: StudyDetail }) {
  const outcomes = outcomesOf(study).map(({ state, count }) => `${formatCount(count)} ${state}`);
  const { best } = study;
  return (
    <section class="figures" aria-label="Overview">
      <div class="figure figure-wide">
        <Hint text="Finished evaluations of the budget. A failed or pruned one counts, an imported one does not.">
          Progress
        </Hint>
        <span class="figure-value">
          {formatCount(study.finished)} <span class="muted">of {formatCount(study.totalBudget)}</span>
        </span>
        <ProgressBar study={study} />
        <span class="muted">{outcomes.join(", ")}</span>
      </div>
      <Figure label="Best value" meaning={`Of a complete trial that meets the constraints; it is ${study.direction}d.`}>
        {best === null ? noValue : <span title={String(best.value)}>{formatNumber(best.value)}</span>}
      </Figure>
      <Figure label="Speed" meaning="Finished trials a minute, over the time in which the study was running.">
        {formatRate(study.trialsPerMinute)} <span class="figure-unit">trials / min</span>
      </Figure>
      <Figure label="Running time" meaning="For how long the study has been running, over all its sessions.">
        {formatSeconds(study.seconds)}
      </Figure>
    </section>
  );
}

interface FigureProps {
  readonly label: string;
  readonly meaning: string;
  readonly children: ComponentChildren;
}

function Figure({ label, meaning, children }: FigureProps) {
  return (
    <div class="figure">
      <Hint text={meaning}>{label}</Hint>
      <span class="figure-value">{children}</span>
    </div>
  );
}
