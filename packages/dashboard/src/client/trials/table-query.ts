/** What the table of trials shows, as the address keeps it. */
export interface TableQuery {
  /** A column that can be sorted by: "number", "value", "state", "elapsedMs", "params.NAME" or "metrics.NAME". */
  readonly sort: string;
  readonly order: "asc" | "desc";
  /** Expression that a trial must meet; "" lets all through. */
  readonly filter: string;
  /** Keys of the columns; undefined: those that a study begins with. */
  readonly columns: readonly string[] | undefined;
}

const newestFirst = { sort: "number", order: "desc" } as const;

/** Reads the part of the address after "?". */
export function parseTableQuery(query: URLSearchParams): TableQuery {
  return {
    sort: query.get("sort") ?? newestFirst.sort,
    order: (query.get("order") ?? newestFirst.order) === "asc" ? "asc" : "desc",
    filter: query.get("filter") ?? "",
    columns: query.has("column") ? query.getAll("column") : undefined,
  };
}

/** The part of the address after "?"; what is as in the beginning is left out. */
export function formatTableQuery({ sort, order, filter, columns }: TableQuery): URLSearchParams {
  const query = new URLSearchParams();
  if (filter !== "") query.set("filter", filter);
  if (sort !== newestFirst.sort || order !== newestFirst.order) {
    query.set("sort", sort);
    query.set("order", order);
  }
  for (const key of columns ?? []) query.append("column", key);
  return query;
}
