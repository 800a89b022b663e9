import { useEffect, useReducer, useRef } from "preact/hooks";
import type { Failure } from "../live/api.js";
import { updates } from "../live/page-updates.js";
import { type RowsQuery, TrialPages } from "./trial-pages.js";

interface ShownRows {
  /** Rows to show: of the query, or of the one before until the first of this one are here. */
  readonly pages: TrialPages | undefined;
  /** Whether `pages` is of the query that was given. */
  readonly current: boolean;
  readonly failure: Failure | undefined;
}

/** The rows of a query, live. */
export function useTrialPages(study: string, { sort, order, filter }: RowsQuery): ShownRows {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const asked = useRef<TrialPages>(undefined);
  const shown = useRef<TrialPages>(undefined);
  useEffect(() => {
    const pages = new TrialPages(study, { sort, order, filter }, updates, () => {
      if (pages.total !== undefined) shown.current = pages;
      redraw(undefined);
    });
    asked.current = pages;
    pages.show(0, 0);
    return () => pages.stop();
  }, [study, sort, order, filter]);
  const current = shown.current === asked.current;
  return { pages: shown.current, current, failure: asked.current?.failure };
}
