import type { ComponentChildren } from "preact";
import type { StudyDetail } from "../../wire.js";
import { formatSeconds } from "../format/duration.js";
import { formatCount, formatNumber, formatRate, noValue } from "../format/number.js";
import { trialAddress } from "../route/route.js";
import { Hint } from "../view/hint.js";
import { outcomesOf, ProgressBar, spentShare } from "../view/progress-bar.js";

interface StudyFiguresProps {
  readonly study: StudyDetail;
  /** Whether the study may go on while it is looked at, and its trials have pages; in a report neither is so. */
  readonly live: boolean;
}

/** The figures that tell how a study goes. */
export function StudyFigures({ study, live }: StudyFiguresProps) {
  const remaining = Math.max(study.totalBudget - study.finished, 0);
  const perMinute = study.trialsPerMinute;
  const left = study.state === "running" && perMinute ? formatSeconds((remaining / perMinute) * 60) : noValue;
  return (
    <section class="figures" aria-label="Progress">
      <div class="figure figure-wide">
        <Hint text="Finished evaluations of the budget. A failed or pruned one counts, an imported one does not.">
          Progress
        </Hint>
        <span class="figure-value">
          {formatCount(study.finished)} <span class="muted">of {formatCount(study.totalBudget)}</span>
          <span class="figure-aside">{spentShare(study)}</span>
        </span>
        <ProgressBar study={study} />
        <Outcomes study={study} />
      </div>
      <Figure
        label="Best value"
        meaning={`The best value of a complete trial that meets the constraints; it is ${study.direction}d.`}
      >
        <BestValue study={study} linked={live} />
      </Figure>
      <Figure label="Speed" meaning="Finished trials a minute, over the time in which the study was running.">
        {formatRate(perMinute)} <span class="figure-unit">trials / min</span>
      </Figure>
      <Figure label="Running time" meaning="For how long the study has been running, over all its sessions.">
        {formatSeconds(study.seconds)}
      </Figure>
      {live && (
        <Figure
          label="Time left"
          meaning="What the rest of the budget takes at the speed so far, while the study runs."
        >
          {left}
        </Figure>
      )}
    </section>
  );
}

function Figure({ label, meaning, children }: { label: string; meaning: string; children: ComponentChildren }) {
  return (
    <div class="figure">
      <Hint text={meaning}>{label}</Hint>
      <span class="figure-value">{children}</span>
    </div>
  );
}

function BestValue({ study: { best, name }, linked }: { readonly study: StudyDetail; readonly linked: boolean }) {
  if (best === null) return <>{noValue}</>;
  return (
    <>
      <span title={String(best.value)}>{formatNumber(best.value)}</span>{" "}
      {linked && (
        <a class="figure-aside" href={trialAddress(name, best.number)}>
          trial {best.number}
        </a>
      )}
    </>
  );
}

function Outcomes({ study }: { readonly study: StudyDetail }) {
  return (
    <ul class="outcomes">
      {outcomesOf(study).map(({ state, count }) => (
        <li key={state}>
          <span class={`swatch fill-${state}`} aria-hidden="true" /> {formatCount(count)} {state}
        </li>
      ))}
      {study.imported > 0 && <li>{formatCount(study.imported)} imported</li>}
    </ul>
  );
}
