import type { ComponentChildren } from "preact";
import type { Failure } from "../live/api.js";
import { Guarded } from "./guarded.js";
import { Awaiting } from "./notice.js";
import { useCharts } from "./use-charts.js";

interface ChartCardProps {
  /** What it shows, for the words that stand while it is on its way, such as "the history". */
  readonly what: string;
  /** Whether its data is here. */
  readonly ready: boolean;
  readonly failure?: Failure | undefined;
  readonly class?: string;
  readonly children: (charts: NonNullable<ReturnType<typeof useCharts>>) => ComponentChildren;
}

/** A card with one chart, which has its own heading. */
export function ChartCard(props: ChartCardProps) {
  return (
    <div class={`card chart-card ${props.class ?? ""}`}>
      <Guarded what={`The chart of ${props.what}`}>
        <Chart {...props} />
      </Guarded>
    </div>
  );
}

function Chart({ what, ready, failure, children }: ChartCardProps) {
  const charts = useCharts();
  if (charts === undefined || !ready) return <Awaiting what={what} failure={failure} />;
  return <>{children(charts)}</>;
}
