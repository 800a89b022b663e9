import type { Sampler } from "../../sampler/sampler.js";
import { shacGpSampler } from "../../sampler/shac-gp-sampler.js";
import type { SearchSpace } from "../../space/search-space.js";
import type { StudyHeader, StudyRecord } from "../../storage/records.js";
import type { StudyStorage } from "../../storage/study-storage.js";
import { checkWait } from "../check-number.js";
import type { StudyOptions } from "../define-study.js";
import { proposalRequest } from "../propose/proposal-request.js";
import { StudyState } from "../state/study-state.js";
import { type OpenOptions, StudyCore, waitOf } from "../study-core.js";
import { checkKeepArtifacts } from "../trial/trial-folders.js";
import { checkSameParts, reconcile } from "./mismatch.js";
import { savedHeader } from "./saved-header.js";
import { checkStudyOptions, newHeader } from "./study-header.js";

/** The core of a new study in memory. @throws InvalidOptionError */
export function createCore<P>(options: StudyOptions<SearchSpace<P>>): StudyCore<P> {
  checkStudyOptions(options);
  const { space, objective, pruner, sampler = shacGpSampler() } = options;
  const state = new StudyState<P>(newHeader(options, sampler), { logged: true });
  return new StudyCore({ state, space, sampler, pruner, objective });
}

/**
 * The core of a study in a storage, created or gone on with.
 * @throws StudyMismatchError, StudyLockedError, InvalidOptionError
 */
export async function openCore<P>(options: StudyOptions<SearchSpace<P>>, place: OpenOptions): Promise<StudyCore<P>> {
  checkStudyOptions(options);
  checkKeepArtifacts(place.keepArtifacts);
  checkWait("waitMs", place.waitMs);
  const { name = "study", space, sampler, pruner, objective } = options;
  const saved = await savedHeader(place.storage, name);
  const header = saved ?? (await tryHeader(options));
  const writer = await place.storage.open(name, header, waitOf(place));
  try {
    const state = StudyState.replay<P>(writer.records);
    // Another process may have created it in the meantime.
    if (saved !== undefined || state.header.id !== header.id) {
      const totalBudget = reconcile(options, state);
      if (totalBudget !== undefined) {
        const raised = { type: "budget", totalBudget } as const;
        await writer.append(raised);
        state.apply(raised);
      }
    }
    return new StudyCore({ state, space, sampler, pruner, objective, place: { ...place, name }, writer });
  } catch (error) {
    await writer.close();
    throw error;
  }
}

/** What a saved study may need beside its records. */
export interface RestoreOptions<P> {
  /** For a typed result, and needed where the saved space has constraints or custom parameters. */
  readonly space?: SearchSpace<P>;
  /** Needed where the study was saved with one that is not of this package. */
  readonly sampler?: Sampler;
  /** Milliseconds, from 0, that writing may have to wait for another process. Default 0. */
  readonly waitMs?: number;
}

/**
 * The core of a study that is in a storage, not opened for writing yet.
 * @throws StorageError with code `study-not-found`; StudyMismatchError, InvalidOptionError
 */
export async function restoreCore<P>(
  storage: StudyStorage,
  name: string,
  { space, sampler, waitMs }: RestoreOptions<P>,
): Promise<StudyCore<P>> {
  checkWait("waitMs", waitMs);
  const records: StudyRecord[] = [];
  for await (const record of storage.read(name)) records.push(record);
  const state = StudyState.replay<P>(records);
  checkSameParts(state.header, { space, sampler });
  const place = { storage, name, ...(waitMs !== undefined && { waitMs }) };
  return new StudyCore({ state, space, sampler, place });
}

/** The header of a new study that its sampler can work with: nothing is kept of one that could never run. */
async function tryHeader<P>(options: StudyOptions<SearchSpace<P>>): Promise<StudyHeader> {
  const { state, space, sampler } = createCore(options);
  await sampler.propose(proposalRequest(state, space, state.isAsync ? 1 : state.header.batchSize));
  return state.header;
}
