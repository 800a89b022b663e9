import { InvalidOptionError } from "../../errors.js";
import type { JsonObject } from "../../json-value.js";
import type { Proposal, StageReport } from "../../sampler/sampler.js";
import type { ProposedRecord } from "../../storage/records.js";
import type { StopReason } from "../history.js";
import { isSameStage } from "../state/same-stages.js";
import type { StudyCore } from "../study-core.js";
import { proposalRequest } from "./proposal-request.js";

/**
 * Opens the next batch, or the next trial in asynchronous mode: given points first, then the sampler's. It is kept when this
 * resolves.
 *
 * @param clock milliseconds for which the study has been running
 * @returns why nothing comes after it; undefined also when the signal was aborted on the way
 * @throws InvalidOptionError naming the sampler that does not keep to its contract
 */
export async function proposeNext<P>(
  core: StudyCore<P>,
  signal: AbortSignal,
  clock: () => number,
): Promise<StopReason | undefined> {
  const { state, events, sampler, space } = core;
  const left = state.totalBudget - state.proposed;
  if (left <= 0) return "budget-spent";
  if (core.cells.isExhausted(state.points)) return "space-exhausted";
  const wanted = state.isAsync ? 1 : Math.min(state.header.batchSize, left);
  const given = state.queue.slice(0, wanted);
  const count = wanted - given.length;
  const observed = state.observations.length;
  let proposal: Proposal = { points: [], stages: state.stages };
  if (count > 0) {
    const beside = given.map(({ point }) => Float64Array.from(point));
    proposal = await sampler.propose(proposalRequest(state, space, count, { signal, given: beside }));
    if (signal.aborted) return undefined;
    checkProposal(proposal, count, space.axes.length, sampler.name);
  }
  const news = proposal.stages.filter((stage, i) => !isSameStage(state.stages[i], stage));
  const isSame = news.length === 0 && proposal.stages.length === state.stages.length;
  const record: ProposedRecord = {
    type: "proposed",
    batch: state.proposals,
    first: state.trials.length,
    points: [...given.map(({ point }) => point), ...proposal.points.map((point) => Array.from(point))],
    params: [
      ...given.map(({ params }) => params),
      ...proposal.points.map((point) => space.decode(point) as JsonObject),
    ],
    ...(!(isSame && state.isAsync) && { stages: proposal.stages as readonly StageReport[] }),
    ...(given.length > 0 && { queued: given.length }),
    ...(state.isAsync && { observed }),
    clockMs: clock(),
  };
  if (record.points.length > 0) {
    await core.append(record);
    state.apply(record);
  }
  for (const stage of news) events.emit("stage-trained", stage);
  for (const message of proposal.notices ?? []) events.emit("notice", { message });
  return proposal.stop;
}

function checkProposal({ points, stop }: Proposal, count: number, dimensions: number, sampler: string): void {
  const wrong = points.find(({ length }) => length !== dimensions);
  if (wrong !== undefined) {
    throw new InvalidOptionError(
      `Sampler "${sampler}" proposed a point of ${wrong.length} coordinates in a space of ${dimensions}; mend it or take another.`,
    );
  }
  if (points.length === count || (stop !== undefined && points.length < count)) return;
  throw new InvalidOptionError(
    `Sampler "${sampler}" proposed ${points.length} points where ${count} were asked for, ${stop === undefined ? "without a reason to stop" : `and a stop "${stop}"`}; mend it or take another.`,
  );
}
