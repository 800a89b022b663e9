import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { TrialPages } from "./trial-pages.js";

/** Height of a row in CSS pixels, as the style sheet has it. */
export const rowHeight = 34;
const headHeight = 34;
/** Rows that are drawn above and below the screen. */
const margin = 12;

/** Where each table was left, so that whoever comes back from a trial finds the place. */
const leftAt = new Map<string, number>();

interface TableWindow {
  readonly scroller: { readonly current: HTMLDivElement | null };
  readonly onScroll: () => void;
  /** First and past the last row to draw. */
  readonly first: number;
  readonly end: number;
  /** The row nearest to an index that is on screen. */
  nearest(index: number): number;
  /** Brings a row into view. */
  reveal(index: number): void;
}

/**
 * The rows of a long list that are on screen. When rows come in above, those on screen stay where they are;
 * `onShift` is told by how many rows they moved.
 */
export function useTableWindow(pages: TrialPages, place: string, onShift: (rows: number) => void): TableWindow {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const total = pages.total ?? 0;
  const first = Math.max(Math.floor(view.top / rowHeight) - margin, 0);
  const end = Math.min(Math.ceil((view.top + view.height) / rowHeight) + margin, total);
  useAnchor(pages, scroller, onShift);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    element.scrollTop = leftAt.get(place) ?? 0;
    setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(() => setView({ top: element.scrollTop, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  useLayoutEffect(() => pages.show(first, end - 1), [pages, first, end, total]);
  const onScroll = () => {
    const element = scroller.current;
    if (element === null) return;
    leftAt.set(place, element.scrollTop);
    setView({ top: element.scrollTop, height: element.clientHeight });
  };
  const reveal = (index: number) => {
    const element = scroller.current;
    if (element === null) return;
    const top = index * rowHeight;
    const visible = element.clientHeight - headHeight - rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top > element.scrollTop + visible) element.scrollTop = top - visible;
    onScroll();
  };
  const nearest = (index: number) => {
    const top = Math.ceil(view.top / rowHeight);
    const bottom = Math.floor((view.top + view.height - headHeight) / rowHeight) - 1;
    return Math.max(Math.min(index, bottom, total - 1), Math.min(top, total - 1));
  };
  return { scroller, onScroll, first, end, nearest, reveal };
}

/** Keeps the first row on screen in its place when others come in above it; at the very top the newest are shown. */
function useAnchor(pages: TrialPages, scroller: TableWindow["scroller"], onShift: (rows: number) => void): void {
  const anchor = useRef<{ pages: TrialPages; number: number; index: number }>(undefined);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const before = anchor.current;
    const index = before?.pages === pages ? pages.indexOf(before.number) : undefined;
    if (before !== undefined && index !== undefined && index !== before.index) {
      if (element.scrollTop > 0) element.scrollTop += (index - before.index) * rowHeight;
      onShift(index - before.index);
    }
    const top = Math.floor(element.scrollTop / rowHeight);
    const trial = pages.row(top);
    anchor.current = trial && { pages, number: trial.number, index: top };
  });
}
