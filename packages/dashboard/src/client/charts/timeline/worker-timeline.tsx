import { useMemo, useState } from "preact/hooks";
import type { Timeline } from "../../../wire.js";
import { formatMilliseconds } from "../../format/duration.js";
import { formatPercent } from "../../format/number.js";
import { ChartFrame, type ChartProps, type TrialChoice } from "../frame/chart-frame.js";
import { Choice } from "../frame/choice.js";
import { drawTimeline, TIMELINE_FOOT, TIMELINE_HEAD, TIMELINE_ROW } from "./draw-timeline.js";

interface WorkerTimelineProps extends ChartProps, TrialChoice {
  readonly timeline: Timeline;
}

const EXPLANATION =
  "What each worker evaluated when. The number at the right is its utilisation: the share of the time in which it evaluated. A lost evaluation ended with its worker and was repeated elsewhere if the study allows it.";
const spans = { all: "all", tenth: "the last tenth", hundredth: "the last hundredth" } as const;
const shares: Readonly<Record<keyof typeof spans, number>> = { all: 1, tenth: 0.1, hundredth: 0.01 };

/** Evaluations by worker slot over time. */
export function WorkerTimeline({ timeline, selected, onSelectTrial, headingLevel, height }: WorkerTimelineProps) {
  const [span, setSpan] = useState<keyof typeof spans>("all");
  const { slots, evaluations, retries, lost } = timeline;
  const end = useMemo(() => timelineEnd(timeline), [timeline]);
  const draw = useMemo(
    () => drawTimeline(timeline, [end * (1 - shares[span]), Math.max(1, end)]),
    [timeline, end, span],
  );
  const mean = slots.reduce((sum, { utilisation }) => sum + utilisation / slots.length, 0);
  return (
    <ChartFrame
      title="Workers"
      explanation={EXPLANATION}
      summary={`${evaluations.length} evaluations on ${slots.length} workers within ${formatMilliseconds(end)}; mean utilisation ${formatPercent(mean)}; ${retries} retries, ${lost} lost.`}
      empty={evaluations.length > 0 ? undefined : "No evaluation has begun yet."}
      draw={draw}
      table={() => timelineTable(timeline)}
      height={height ?? TIMELINE_HEAD + Math.max(1, Math.min(40, slots.length)) * TIMELINE_ROW + TIMELINE_FOOT}
      headingLevel={headingLevel}
      selected={selected}
      onChoose={onSelectTrial}
    >
      <Choice label="Time" value={span} onChoose={setSpan} options={spans} />
      <span>{`mean utilisation ${formatPercent(mean)}, ${retries} retries, ${lost} lost`}</span>
    </ChartFrame>
  );
}

/** Milliseconds from the first start to the last end, or to now as the server saw it. */
function timelineEnd({ from, to, evaluations }: Timeline): number {
  const span = from !== null && to !== null ? Date.parse(to) - Date.parse(from) : 0;
  return evaluations.reduce((latest, { startMs, endMs }) => Math.max(latest, endMs ?? startMs), Math.max(0, span || 0));
}

function timelineTable({ slots, evaluations }: Timeline) {
  return {
    columns: ["trial", "attempt", "host", "worker", "outcome", "started after", "took"],
    count: evaluations.length,
    row(i: number) {
      const each = evaluations[i];
      const slot = slots[each?.slot ?? -1];
      if (!each) return [];
      const took = each.endMs === null ? "not finished" : formatMilliseconds(each.endMs - each.startMs);
      return [
        each.trial,
        each.attempt,
        slot?.host ?? "this one",
        slot?.workerId ?? "",
        each.outcome,
        formatMilliseconds(each.startMs),
        took,
      ];
    },
  };
}
