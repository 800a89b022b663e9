import type { ComponentChildren } from "preact";
import type { Failure } from "../live/api.js";
import { Guarded } from "./guarded.js";
import { Awaiting } from "./notice.js";

interface ChartCardProps<T> {
  /** What it shows, for the words that stand while it is on its way, such as "the history". */
  readonly what: string;
  /** What it shows; undefined until it is here. */
  readonly data: T | undefined;
  readonly failure?: Failure | undefined;
  /** Whether it takes the whole width beside others. */
  readonly wide?: boolean;
  readonly children: (data: T) => ComponentChildren;
}

/** A card with one chart, which has its own heading. */
export function ChartCard<T>({ what, data, failure, wide = false, children }: ChartCardProps<T>) {
  return (
    <div class={`card chart-card ${wide ? "card-wide" : ""}`}>
      <Guarded what={`The chart of ${what}`}>
        {data === undefined ? <Awaiting what={what} failure={failure} /> : <Drawn data={data}>{children}</Drawn>}
      </Guarded>
    </div>
  );
}

/** A component of its own, so that a fault while drawing is the guard's. */
function Drawn<T>({ data, children }: Pick<ChartCardProps<T>, "children"> & { readonly data: T }) {
  return <>{children(data)}</>;
}
