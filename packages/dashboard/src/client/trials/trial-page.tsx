import type { Trial } from "@shac/core";
import type { StudyDetail, TrialDetail } from "../../wire.js";
import { formatMilliseconds } from "../format/duration.js";
import { formatCount, formatNumber } from "../format/number.js";
import { studyPath } from "../live/api.js";
import { useResource } from "../live/use-resource.js";
import { tabAddress, trialAddress } from "../route/route.js";
import { Hint } from "../view/hint.js";
import { Awaiting } from "../view/notice.js";
import { TrialBadge } from "../view/state-badge.js";
import { shownState } from "./trial-columns.js";
import { TrialDetails } from "./trial-details.js";

interface TrialPageProps {
  readonly study: StudyDetail;
  readonly number: number;
}

/** All about one trial. */
export function TrialPage({ study, number }: TrialPageProps) {
  const { data, failure } = useResource<TrialDetail>(studyPath(study.name, `/trials/${number}`), study.name);
  return (
    <article class="trial-page" aria-labelledby="trial">
      <div class="trial-head">
        <h2 id="trial">Trial {number}</h2>
        {data !== undefined && <TrialBadge state={shownState(data.trial)} />}
        {study.best?.number === number && <span class="best-mark">best so far</span>}
        <Neighbours study={study} number={number} />
      </div>
      {data === undefined ? (
        <Awaiting what="the trial" failure={failure} />
      ) : (
        <>
          <TrialFigures trial={data.trial} />
          <TrialDetails study={study} detail={data} />
        </>
      )}
    </article>
  );
}

function Neighbours({ study, number }: TrialPageProps) {
  const count = study.finished + study.running + study.imported;
  return (
    <nav class="neighbours" aria-label="Other trials">
      <a href={tabAddress(study.name, "trials")}>All trials</a>
      {number > 0 && (
        <a class="button" href={trialAddress(study.name, number - 1)} rel="prev">
          ← {number - 1}
        </a>
      )}
      {number + 1 < count && (
        <a class="button" href={trialAddress(study.name, number + 1)} rel="next">
          {number + 1} →
        </a>
      )}
    </nav>
  );
}

function TrialFigures({ trial }: { readonly trial: Trial }) {
  return (
    <section class="figures" aria-label="Outcome">
      {figuresOf(trial).map(({ label, meaning, text, exact }) => (
        <div key={label} class="figure">
          <Hint text={meaning}>{label}</Hint>
          <span class="figure-value" title={exact}>
            {text}
          </span>
        </div>
      ))}
    </section>
  );
}

interface FigureText {
  readonly label: string;
  readonly meaning: string;
  readonly text: string;
  readonly exact?: string;
}

function figuresOf({ value, elapsedMs, batch, attempt, violation }: Trial): readonly FigureText[] {
  const figures: FigureText[] = [
    { label: "Value", meaning: "What the objective gave for these parameters.", ...numberText(value) },
    { label: "Took", meaning: "Time of the evaluation.", text: formatMilliseconds(elapsedMs) },
    {
      label: "Batch",
      meaning: "Its points were proposed together.",
      text: batch < 0 ? "imported" : formatCount(batch),
    },
    {
      label: "Attempt",
      meaning: "1, and one more for each time it was lost or tried again.",
      text: formatCount(attempt),
    },
  ];
  if (violation !== undefined)
    figures.push({ label: "Violation", meaning: violationMeaning, ...numberText(violation) });
  return figures;
}

const violationMeaning = "By how much its metrics exceed the constraints, summed in units of the bounds.";

function numberText(value: number | undefined): Pick<FigureText, "text" | "exact"> {
  return { text: formatNumber(value), ...(value === undefined ? {} : { exact: String(value) }) };
}
