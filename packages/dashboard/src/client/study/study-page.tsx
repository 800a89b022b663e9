import type { StudyDetail } from "../../wire.js";
import { CascadeTab } from "../cascade/cascade-tab.js";
import { studyPath } from "../live/api.js";
import { useResource } from "../live/use-resource.js";
import { ParametersTab } from "../parameters/parameters-tab.js";
import { addressOf, type Route } from "../route/route.js";
import { TrialPage } from "../trials/trial-page.js";
import { TrialsTab } from "../trials/trials-tab.js";
import { Awaiting } from "../view/notice.js";
import { WorkersTab } from "../workers/workers-tab.js";
import { OverviewTab } from "./overview-tab.js";
import { StudyHeader } from "./study-header.js";

interface StudyPageProps {
  readonly route: Extract<Route, { view: "study" | "trial" }>;
}

/** One study: its head, its tabs, and what the address asks for. */
export function StudyPage({ route }: StudyPageProps) {
  const { data: study, failure } = useResource<StudyDetail>(studyPath(route.study), route.study);
  if (study === undefined) {
    return (
      <>
        <nav class="breadcrumbs" aria-label="Where you are">
          <a href={addressOf({ view: "studies" })}>Studies</a>
        </nav>
        <h1>
          <bdi>{route.study}</bdi>
        </h1>
        <Awaiting what="the study" failure={failure} />
      </>
    );
  }
  return (
    <>
      <StudyHeader study={study} route={route} />
      {failure !== undefined && failure.code !== "unreachable" && <Awaiting what="the study" failure={failure} />}
      <StudyContent study={study} route={route} />
    </>
  );
}

function StudyContent({ study, route }: StudyPageProps & { readonly study: StudyDetail }) {
  if (route.view === "trial") return <TrialPage study={study} number={route.trial} />;
  switch (route.tab) {
    case "overview":
      return <OverviewTab study={study} />;
    case "trials":
      return <TrialsTab study={study} query={route.query} />;
    case "cascade":
      return <CascadeTab study={study} />;
    case "parameters":
      return <ParametersTab study={study} />;
    case "workers":
      return <WorkersTab study={study} />;
  }
}
