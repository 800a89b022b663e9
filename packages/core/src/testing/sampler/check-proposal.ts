import assert from "node:assert/strict";
import type { Proposal, ProposalRequest, StageReport } from "../../sampler/sampler.js";
import type { SearchSpace } from "../../space/search-space.js";

/** Sums of volumes are rounded. */
const ROUNDING = 1e-12;

/** What holds for every proposal. */
export function checkProposal(request: ProposalRequest, { points, stages, stop, notices = [] }: Proposal): void {
  const { count, space } = request;
  if (stop === undefined) assert.equal(points.length, count, `${points.length} points where ${count} were asked for`);
  else assert.ok(points.length < count, `${count} points in spite of a stop "${stop}"`);
  assert.equal(new Set(points).size, points.length, "two points are one object");
  for (const point of points) checkPoint(space, point);
  checkStages(stages);
  for (const notice of notices) assert.match(notice, /\S/);
}

/** Whether it is a point of the space as a study keeps it. */
function checkPoint(space: SearchSpace<unknown>, point: Float64Array): void {
  assert.ok(point instanceof Float64Array, "a point is no Float64Array");
  assert.equal(point.length, space.axes.length, "a point has not one coordinate an axis");
  for (const u of point) assert.ok(u >= 0 && u < 1, `the coordinate ${u} is not in [0, 1)`);
  assert.deepStrictEqual(Array.from(point), Array.from(space.snap(point)), "a point is not snapped");
  assert.ok(space.admits(point), "the space's constraints refuse a point");
}

function checkStages(stages: readonly StageReport[]): void {
  let before = { lower: 1, upper: 1 };
  for (const [i, { stage, state, reason, trainedOn, imagined = 0, accuracy, acceptedVolume }] of stages.entries()) {
    const where = `stage ${stage}`;
    assert.equal(stage, i + 1, "stages are not numbered from 1");
    assert.ok(state === "active" || /\S/.test(reason ?? ""), `${where} is ${state} for no reason`);
    assert.ok(Number.isSafeInteger(trainedOn) && trainedOn > 0, `${where} was trained on ${trainedOn} points`);
    assert.ok(imagined >= 0 && imagined <= trainedOn, `${where} imagined ${imagined} of ${trainedOn} points`);
    assert.ok(accuracy === undefined || (accuracy >= 0 && accuracy <= 1), `${where} has accuracy ${accuracy}`);
    const { lower, upper } = acceptedVolume;
    assert.ok(lower >= 0 && lower <= upper && upper <= 1 + ROUNDING, `${where} has volumes ${lower} to ${upper}`);
    assert.ok(upper <= before.upper + ROUNDING, `${where} accepts more than the stage before it`);
    if (state !== "active") assert.deepStrictEqual(acceptedVolume, before, `${where} is ${state} but changed volumes`);
    before = acceptedVolume;
  }
}
