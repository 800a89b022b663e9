import type { Trial } from "@shac/core";
import type { TrialPage } from "../../wire.js";
import { type Failure, fetchJson, studyPath } from "../live/api.js";
import type { Updates } from "../live/updates.js";
import type { TableQuery } from "./table-query.js";

const pageSize = 100;
const keptPages = 60;
/** Of each second, at most this share goes to asking again for rows that are on screen. */
const busyShare = 0.25;

export type RowsQuery = Pick<TableQuery, "sort" | "order" | "filter">;

/**
 * The rows of one query, of which only those near the screen are fetched. When the study changes, rows on screen are
 * asked for again, all in one request, and take the place of the old ones in one step.
 */
export class TrialPages {
  readonly #study: string;
  readonly #query: RowsQuery;
  readonly #changed: () => void;
  readonly #stopped = new AbortController();
  readonly #unlisten: () => void;
  readonly #pages = new Map<number, readonly Trial[]>();
  #revision = -1;
  #first = 0;
  #last = 0;
  #stale = true;
  #loading = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Rows in all; undefined until the first answer. */
  total: number | undefined;
  failure: Failure | undefined;

  constructor(study: string, query: RowsQuery, updates: Updates, changed: () => void) {
    this.#study = study;
    this.#query = query;
    this.#changed = changed;
    this.#unlisten = updates.listen((update) => {
      if (update.type !== "reopened" && update.name !== study) return;
      if (update.type === "changed" && update.revision === this.#revision) return;
      this.#stale = true;
      this.#loadSoon();
    });
  }

  stop(): void {
    this.#unlisten();
    clearTimeout(this.#timer);
    this.#stopped.abort();
  }

  /** The row at an index of the whole list; undefined while it is not here. */
  row(index: number): Trial | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** Where a trial is in the list, as far as its rows are here. */
  indexOf(number: number): number | undefined {
    for (const [page, trials] of this.#pages) {
      const at = trials.findIndex((trial) => trial.number === number);
      if (at >= 0) return page * pageSize + at;
    }
    return undefined;
  }

  /** Says which rows are on screen, by index; what is missing is fetched. */
  show(first: number, last: number): void {
    this.#first = Math.floor(Math.max(first, 0) / pageSize);
    this.#last = Math.floor(Math.max(last, 0) / pageSize);
    if (this.#isMissing() && !this.#loading) void this.#load();
  }

  #isMissing(): boolean {
    const end = this.total === undefined ? 0 : Math.ceil(this.total / pageSize) - 1;
    for (let page = this.#first; page <= Math.min(this.#last, end); page++) if (!this.#pages.has(page)) return true;
    return this.total === undefined && this.failure === undefined;
  }

  #loadSoon(): void {
    if (!this.#loading && this.#timer === undefined) void this.#load();
  }

  async #load(): Promise<void> {
    const [first, last] = [this.#first, this.#last];
    const started = performance.now();
    this.#loading = true;
    this.#stale = false;
    try {
      const path = this.#path(first * pageSize, (last - first + 1) * pageSize);
      this.#take(await fetchJson<TrialPage>(path, this.#stopped.signal), first, last);
    } catch (failure) {
      if (this.#stopped.signal.aborted) return;
      this.failure = failure as Failure;
    }
    this.#loading = false;
    this.#changed();
    if (this.failure === undefined && this.#isMissing()) void this.#load();
    else this.#pause((performance.now() - started) * (1 / busyShare - 1));
  }

  #pause(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#stale) void this.#load();
    }, milliseconds);
  }

  #take({ revision, total, trials }: TrialPage, first: number, last: number): void {
    const older = revision !== this.#revision;
    for (const page of [...this.#pages.keys()]) {
      const far = this.#pages.size > keptPages && (page < first - keptPages / 4 || page > last + keptPages / 4);
      if (older || far) this.#pages.delete(page);
    }
    for (let page = first; page <= last; page++) {
      const from = (page - first) * pageSize;
      this.#pages.set(page, trials.slice(from, from + pageSize));
    }
    this.#revision = revision;
    this.total = total;
    this.failure = undefined;
  }

  #path(offset: number, limit: number): string {
    const { sort, order, filter } = this.#query;
    const query = new URLSearchParams({ offset: String(offset), limit: String(limit), sort, order });
    if (filter.trim() !== "") query.set("filter", filter);
    return studyPath(this.#study, `/trials?${query}`);
  }
}
