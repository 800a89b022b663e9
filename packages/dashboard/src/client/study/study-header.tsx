import type { StudyDetail } from "../../wire.js";
import { studyPath } from "../live/api.js";
import { addressOf, type Route, type StudyTab, studyTabs, tabAddress } from "../route/route.js";
import { Hint } from "../view/hint.js";
import { StudyBadge } from "../view/state-badge.js";

interface StudyHeaderProps {
  readonly study: StudyDetail;
  readonly route: Extract<Route, { view: "study" | "trial" }>;
}

const titles: Readonly<Record<StudyTab, string>> = {
  overview: "Overview",
  trials: "Trials",
  cascade: "Cascade",
  parameters: "Parameters",
  workers: "Workers",
};

/** Name and condition of a study, the data to take along, and the way to each of its parts. */
export function StudyHeader({ study, route }: StudyHeaderProps) {
  const tab = route.view === "trial" ? "trials" : route.tab;
  return (
    <div class="study-header">
      <nav class="breadcrumbs" aria-label="Where you are">
        <a href={addressOf({ view: "studies" })}>Studies</a>
      </nav>
      <div class="study-title">
        <h1>
          <bdi>{study.name}</bdi>
        </h1>
        <StudyBadge condition={study.state} />
        <span class="study-exports">
          <Hint text="All trials as a table, a row each, the same as `shac export` writes." focusable={true}>
            <a class="button" href={studyPath(study.name, "/export.csv")} download={true}>
              CSV
            </a>
          </Hint>
          <Hint text="All trials as JSON, the same as `shac export --format json` writes." focusable={true}>
            <a class="button" href={studyPath(study.name, "/export.json")} download={true}>
              JSON
            </a>
          </Hint>
        </span>
      </div>
      <nav class="tabs" aria-label="Parts of the study">
        {studyTabs.map((name) => (
          <a key={name} href={tabAddress(study.name, name)} aria-current={name === tab ? "page" : undefined}>
            {titles[name]}
          </a>
        ))}
      </nav>
    </div>
  );
}
