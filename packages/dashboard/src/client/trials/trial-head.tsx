import { Hint } from "../view/hint.js";
import type { TableQuery } from "./table-query.js";
import type { TrialColumn } from "./trial-columns.js";

interface TrialHeadProps {
  readonly columns: readonly TrialColumn[];
  readonly query: TableQuery;
  readonly onSort: (sort: string, order: "asc" | "desc") => void;
}

/** Titles of the columns, by which the rows can be sorted. */
export function TrialHead({ columns, query, onSort }: TrialHeadProps) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map((column) => (
          <Title key={column.key} column={column} query={query} onSort={onSort} />
        ))}
      </tr>
    </thead>
  );
}

function Title({ column, query, onSort }: Omit<TrialHeadProps, "columns"> & { readonly column: TrialColumn }) {
  const { key, title, meaning, numeric } = column;
  const sorted = query.sort === key;
  const order = sorted && query.order === "asc" ? "desc" : "asc";
  return (
    <th
      scope="col"
      class={numeric ? "number" : ""}
      aria-sort={sorted ? (query.order === "asc" ? "ascending" : "descending") : undefined}
    >
      <Hint text={meaning} focusable={true}>
        <button type="button" class="sort" onClick={() => onSort(key, order)}>
          <bdi class="foreign-line">{title.slice(0, 120)}</bdi>
          <span aria-hidden="true" class="sort-mark">
            {sorted ? (query.order === "asc" ? "▲" : "▼") : ""}
          </span>
        </button>
      </Hint>
    </th>
  );
}
