import { shacGpSampler } from "../sampler/shac-gp-sampler.js";
import type { SearchSpace } from "../space/search-space.js";
import type { StudyHeader } from "../storage/records.js";
import type { StudyOptions } from "./define-study.js";
import { reconcile } from "./mismatch.js";
import { proposalRequest } from "./proposal-request.js";
import { savedHeader } from "./saved-header.js";
import { type OpenOptions, StudyCore, waitOf } from "./study-core.js";
import { checkStudyOptions, newHeader } from "./study-header.js";
import { StudyState } from "./study-state.js";
import { checkKeepArtifacts } from "./trial-folders.js";

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

/** The header of a new study that its sampler can work with: nothing is kept of one that could never run. */
async function tryHeader<P>(options: StudyOptions<SearchSpace<P>>): Promise<StudyHeader> {
  const { state, space, sampler } = createCore(options);
  const { signal } = new AbortController();
  await sampler.propose(proposalRequest(state, space, signal, state.isAsync ? 1 : state.header.batchSize));
  return state.header;
}
