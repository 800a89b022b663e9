import { ShacError, StorageError } from "../errors.js";
import type { Pruner } from "../pruner/pruner.js";
import type { Sampler } from "../sampler/sampler.js";
import type { SearchSpace } from "../space/search-space.js";
import { spaceFromJson } from "../space/space-from-json.js";
import type { StudyHeader, StudyRecord } from "../storage/records.js";
import type { StudyStorage, StudyWriter, TrialLogs } from "../storage/study-storage.js";
import { Listeners } from "./listeners.js";
import type { Objective } from "./objective.js";
import { CellWalk } from "./propose/cell-walk.js";
import { savedHeader } from "./saved/saved-header.js";
import { savedPruner, savedSampler } from "./saved/saved-parts.js";
import { StudyState } from "./state/study-state.js";
import { type KeepArtifacts, TrialFolders } from "./trial/trial-folders.js";

/** Where a study is kept. */
export interface OpenOptions {
  readonly storage: StudyStorage;
  /** Whose folders stay on the disk: every trial's, or the best one's alone. Default all. */
  readonly keepArtifacts?: KeepArtifacts;
  /** Milliseconds, from 0, to wait for a process that writes the study before this fails with StudyLockedError. Default 0. */
  readonly waitMs?: number;
}

/** A storage and the study's name there: a folder that was renamed has another than its header says. */
interface Place extends OpenOptions {
  readonly name: string;
}

/** What a study is made of. */
export interface StudyParts<P> {
  readonly state: StudyState<P>;
  /** Absent: read from the saved header on first use. */
  readonly space?: SearchSpace<P> | undefined;
  readonly sampler?: Sampler | undefined;
  readonly pruner?: Pruner | undefined;
  readonly objective?: Objective<SearchSpace<P>> | undefined;
  /** Absent: in memory. */
  readonly place?: Place;
  /** Absent: in memory, or not opened for writing yet. */
  readonly writer?: StudyWriter;
}

/** The parts that `Study` hands to those who do its work. */
export class StudyCore<P> {
  readonly events: Listeners<P> = new Listeners();
  readonly objective: Objective<SearchSpace<P>> | undefined;
  state: StudyState<P>;
  #space: SearchSpace<P> | undefined;
  #shape: SearchSpace<P> | undefined;
  #sampler: Sampler | undefined;
  #pruner: Pruner | undefined;
  #cells: CellWalk | undefined;
  readonly #place: Place | undefined;
  #writer: StudyWriter | undefined;
  /** Nothing is written any more. */
  closed = false;

  constructor({ state, space, sampler, pruner, objective, place, writer }: StudyParts<P>) {
    this.state = state;
    this.objective = objective;
    this.#space = space;
    this.#sampler = sampler;
    this.#pruner = pruner;
    this.#place = place;
    this.#writer = writer;
  }

  get name(): string {
    return this.#place?.name ?? this.state.header.name;
  }

  /** @throws InvalidSpaceError when it was restored without what JSON cannot hold */
  get space(): SearchSpace<P> {
    this.#space ??= spaceFromJson(this.state.header.space) as unknown as SearchSpace<P>;
    return this.#space;
  }

  /** The space to look at: one that admits every point, when it was restored without the functions of its constraints. */
  get shape(): SearchSpace<P> {
    const { constraints, ...parameters } = this.state.header.space;
    if (this.#space !== undefined || constraints === undefined) return this.space;
    this.#shape ??= spaceFromJson(parameters) as unknown as SearchSpace<P>;
    return this.#shape;
  }

  /** @throws InvalidOptionError when it was restored and its sampler is not of this package */
  get sampler(): Sampler {
    this.#sampler ??= savedSampler(this.state.header);
    return this.#sampler;
  }

  /** @throws InvalidOptionError when it was restored and its pruner is not of this package */
  get pruner(): Pruner | undefined {
    this.#pruner ??= savedPruner(this.state.header);
    return this.#pruner;
  }

  /** Tells when every point of the space is known. */
  get cells(): CellWalk {
    this.#cells ??= new CellWalk(this.space);
    return this.#cells;
  }

  /** Absent when trials keep no files. */
  get folders(): TrialFolders | undefined {
    const directories = this.#place?.storage.artifacts?.(this.name);
    return directories && new TrialFolders(directories, this.#place?.keepArtifacts ?? "all");
  }

  /** Absent when nothing that trials print is kept. */
  get logs(): TrialLogs | undefined {
    return this.#place?.storage.logs?.(this.name);
  }

  /** Makes sure that records can be added; a restored study is read anew, since another process may have gone on with it. */
  async startWriting(): Promise<void> {
    this.#refuseWhenClosed();
    if (this.#place === undefined || this.#writer !== undefined) return;
    const { storage, name } = this.#place;
    // Not created anew when it was deleted.
    this.#checkSame(await savedHeader(storage, name));
    const writer = await storage.open(name, this.state.header, waitOf(this.#place));
    try {
      const state = StudyState.replay<P>(writer.records);
      this.#checkSame(state.header);
      this.#refuseWhenClosed();
      this.state = state;
      this.#writer = writer;
    } catch (error) {
      await writer.close();
      throw error;
    }
  }

  /** Resolves when the record is in the storage; what has none is kept by `state.apply`. @throws StorageError */
  async append(record: StudyRecord): Promise<void> {
    await this.#writer?.append(record);
  }

  /** All records so far that a copy needs, the header first. @throws StorageError */
  async *records(): AsyncIterable<StudyRecord> {
    if (this.#place === undefined) {
      yield this.state.header;
      yield* this.state.log?.records() ?? [];
      return;
    }
    for await (const record of this.#place.storage.read(this.#place.name))
      if (this.state.isLasting(record)) yield record;
  }

  /** Gives the lock back, when nothing runs any more. */
  async close(): Promise<void> {
    this.closed = true;
    await this.#writer?.close();
  }

  #checkSame(header: StudyHeader | undefined): void {
    if (header?.id === this.state.header.id) return;
    const what = header === undefined ? "deleted" : "replaced by another";
    throw new StorageError(`Study "${this.name}" was ${what} since it was restored; restore it again.`);
  }

  #refuseWhenClosed(): void {
    if (this.closed) throw studyClosed(this.name);
  }
}

/** How long a storage is to wait for the lock. */
export function waitOf({ waitMs }: OpenOptions): { readonly waitMs?: number } {
  return waitMs === undefined ? {} : { waitMs };
}

/** What `fit` rejects with on a closed study. */
export function studyClosed(name: string): ShacError {
  return new ShacError("study-closed", `Study "${name}" is closed; open it again to go on.`);
}
