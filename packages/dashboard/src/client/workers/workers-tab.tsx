import type { StudyDetail, Timeline } from "../../wire.js";
import { WorkerTimeline } from "../charts/index.js";
import { formatCount } from "../format/number.js";
import { studyPath } from "../live/api.js";
import { useResource } from "../live/use-resource.js";
import { openTrial } from "../trials/open-trial.js";
import { ChartCard } from "../view/chart-card.js";
import { Hint } from "../view/hint.js";

/** What each worker did when. */
export function WorkersTab({ study }: { readonly study: StudyDetail }) {
  const { data, failure } = useResource<Timeline>(studyPath(study.name, "/timeline"), study.name);
  return (
    <>
      {data !== undefined && <WorkerFigures timeline={data} />}
      <div class="charts">
        <ChartCard what="the workers" data={data} failure={failure} wide={true}>
          {(timeline) => <WorkerTimeline timeline={timeline} headingLevel={2} onSelectTrial={openTrial(study.name)} />}
        </ChartCard>
      </div>
    </>
  );
}

function WorkerFigures({ timeline }: { readonly timeline: Timeline }) {
  const running = timeline.evaluations.filter(({ endMs }) => endMs === null).length;
  const figures: readonly (readonly [label: string, meaning: string, count: number])[] = [
    ["Workers", "Each evaluates one trial at a time.", timeline.slots.length],
    ["Running now", "Evaluations that have begun and not ended.", running],
    ["Retries", "Evaluations that were begun again after a failure or a loss.", timeline.retries],
    ["Lost", "Evaluations that ended with their worker.", timeline.lost],
  ];
  return (
    <section class="figures" aria-label="Workers">
      {figures.map(([label, meaning, count]) => (
        <div key={label} class="figure">
          <Hint text={meaning}>{label}</Hint>
          <span class="figure-value">{formatCount(count)}</span>
        </div>
      ))}
    </section>
  );
}
