import type { StudyDetail } from "../../wire.js";
import { formatCount } from "../format/number.js";
import { replaceRoute } from "../route/use-route.js";
import { Awaiting, Notice } from "../view/notice.js";
import { ColumnChoice } from "./column-choice.js";
import { FilterField } from "./filter-field.js";
import { formatTableQuery, parseTableQuery, type TableQuery } from "./table-query.js";
import { columnsOf, firstColumns } from "./trial-columns.js";
import { TrialTable } from "./trial-table.js";
import { useTrialPages } from "./use-trial-pages.js";

interface TrialsTabProps {
  readonly study: StudyDetail;
  readonly query: URLSearchParams;
}

/** All trials of a study in a table, which the address describes. */
export function TrialsTab({ study, query }: TrialsTabProps) {
  const table = parseTableQuery(query);
  const { pages, current, failure } = useTrialPages(study.name, table);
  const change = (part: Partial<TableQuery>) =>
    replaceRoute({ view: "study", study: study.name, tab: "trials", query: formatTableQuery({ ...table, ...part }) });
  const shown = table.columns ?? firstColumns(study);
  const columns = columnsOf(study);
  return (
    <section class="trials" aria-label="Trials">
      <div class="toolbar">
        <FilterField filter={table.filter} failure={failure} onFilter={(filter) => change({ filter })} />
        <Counted total={pages?.total} table={table} />
        <ColumnChoice columns={columns} shown={shown} onChoose={(keys) => change({ columns: keys })} />
      </div>
      {pages === undefined && (failure === undefined || table.filter === "") && (
        <Awaiting what="trials" failure={failure} />
      )}
      {pages?.total === 0 && <Nothing filtered={table.filter !== ""} />}
      {pages !== undefined && pages.total !== 0 && (
        <TrialTable
          study={study}
          pages={pages}
          dimmed={!current}
          columns={columns.filter(({ key }) => key === "number" || shown.includes(key))}
          query={table}
          onSort={(sort, order) => change({ sort, order })}
        />
      )}
    </section>
  );
}

function Counted({ total, table }: { readonly total: number | undefined; readonly table: TableQuery }) {
  const trials = total === 1 ? "trial" : "trials";
  return (
    <span class="muted counted" role="status">
      {total !== undefined && `${formatCount(total)} ${trials}${table.filter === "" ? "" : " match"}`}
    </span>
  );
}

function Nothing({ filtered }: { readonly filtered: boolean }) {
  return <Notice kind="empty">{filtered ? "No trial meets the filter." : "No trial has been proposed yet."}</Notice>;
}
