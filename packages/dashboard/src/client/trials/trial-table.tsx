import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { StudyDetail } from "../../wire.js";
import type { TableQuery } from "./table-query.js";
import type { TrialColumn } from "./trial-columns.js";
import { TrialHead } from "./trial-head.js";
import type { TrialPages } from "./trial-pages.js";
import { TrialRow } from "./trial-row.js";
import { rowHeight, useTableWindow } from "./use-table-window.js";

interface TrialTableProps {
  readonly study: StudyDetail;
  readonly pages: TrialPages;
  /** Whether the rows are still those of the query before. */
  readonly dimmed: boolean;
  readonly columns: readonly TrialColumn[];
  readonly query: TableQuery;
  readonly onSort: (sort: string, order: "asc" | "desc") => void;
}

/** Rows of any number, of which those on screen are drawn. One row can be reached by Tab, the others by the arrow keys. */
export function TrialTable({ study, pages, dimmed, columns, query, onSort }: TrialTableProps) {
  const total = pages.total ?? 0;
  const [active, setActive] = useState(0);
  const moved = useRef(false);
  const body = useRef<HTMLTableSectionElement>(null);
  const place = JSON.stringify([study.name, query.sort, query.order, query.filter]);
  const window = useTableWindow(pages, place, (rows) => setActive((index) => Math.max(index + rows, 0)));
  const { first, end } = window;
  const reachable = window.nearest(active);
  useLayoutEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    body.current?.querySelector<HTMLElement>("a[tabindex='0']")?.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const next = rowAfter(event.key, reachable, total, window.scroller.current?.clientHeight ?? 0);
    if (next === undefined) return;
    event.preventDefault();
    moved.current = true;
    setActive(next);
    window.reveal(next);
  };
  return (
    <div ref={window.scroller} class={`scroll trials-scroll ${dimmed ? "dimmed" : ""}`} onScroll={window.onScroll}>
      <table
        class="table trials-table"
        style={{ minWidth: `${widthOf(columns)}px` }}
        aria-rowcount={total + 1}
        aria-busy={dimmed}
      >
        <colgroup>
          {columns.map(({ key, width }) => (
            <col key={key} style={{ width: `${width}px` }} />
          ))}
        </colgroup>
        <TrialHead columns={columns} query={query} onSort={onSort} />
        <tbody ref={body} onKeyDown={onKeyDown}>
          <Gap rows={first} columns={columns.length} />
          {range(first, end).map((index) => (
            <TrialRow
              key={pages.row(index)?.number ?? `missing ${index}`}
              study={study}
              index={index}
              trial={pages.row(index)}
              columns={columns}
              reachable={index === reachable}
              onReach={() => setActive(index)}
            />
          ))}
          <Gap rows={total - end} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

/** Stands for rows that are not drawn. */
function Gap({ rows, columns }: { readonly rows: number; readonly columns: number }) {
  if (rows <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus.
    <tr aria-hidden="true">
      <td class="gap" colSpan={columns} style={{ height: `${rows * rowHeight}px` }} />
    </tr>
  );
}

function rowAfter(key: string, from: number, total: number, height: number): number | undefined {
  const page = Math.max(Math.floor(height / rowHeight) - 2, 1);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -total,
    End: total,
  };
  const step = steps[key];
  return step === undefined ? undefined : Math.min(Math.max(from + step, 0), total - 1);
}

function widthOf(columns: readonly TrialColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0);
}

function range(first: number, end: number): readonly number[] {
  return Array.from({ length: Math.max(end - first, 0) }, (_, index) => first + index);
}
