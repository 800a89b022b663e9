import assert from "node:assert/strict";
import { decodeMessage, encodeMessage } from "../../backend/messages.js";
import type { Cascade } from "../../cascade/cascade.js";
import { createRng } from "../../rng.js";
import type { ProposalRequest, Sampler } from "../../sampler/sampler.js";
import { ensembleToJson } from "../../trees/json.js";
import { accepts } from "../../trees/margin.js";
import { conditionalSpace, continuousSpace, mixedSpace } from "./case-spaces.js";
import type { SamplerCase } from "./sampler-harness.js";
import { BATCH_SIZE, observePrior, requestOf, search } from "./simulated-study.js";

const needsCascade: SamplerCase["appliesTo"] = ({ cascade }) =>
  cascade === undefined ? "the sampler has no cascade" : true;

async function cascadeOf(sampler: Sampler, request: ProposalRequest): Promise<Cascade> {
  const cascade = await sampler.cascade?.(request);
  assert.ok(cascade !== undefined, "cascade() gave nothing");
  return cascade;
}

function assertAccepted({ classifiers }: Cascade, relaxChecks: number, points: readonly Float64Array[]): void {
  for (const point of points) {
    const refusals = classifiers.filter(({ trees }) => !accepts(trees, point)).length;
    assert.ok(refusals <= relaxChecks, `${refusals} of ${classifiers.length} classifiers refuse a point`);
  }
}

/** How a sampler presents itself, its stages and its cascade. */
export const STAGE_CASES: Readonly<Record<string, SamplerCase>> = {
  R40: {
    title: "name and options are kept in the journal and compared on a resume",
    async check({ create }) {
      const { name, options } = create();
      assert.match(name, /\S/);
      assert.deepStrictEqual(decodeMessage(encodeMessage(options)), options);
      const again = create();
      assert.deepStrictEqual([again.name, again.options], [name, options]);
    },
  },
  R41: {
    title: "stages are numbered from 1, with volumes as shares of the space, and survive the journal",
    async check({ create }) {
      for (const { proposal } of await search(create(), { space: mixedSpace })) {
        assert.deepStrictEqual(decodeMessage(encodeMessage(proposal.stages)), [...proposal.stages]);
      }
    },
  },
  R42: {
    title: "every classifier accepts what is proposed, and so does the cascade's region",
    appliesTo: needsCascade,
    async check({ create }) {
      for (const space of [continuousSpace, mixedSpace, conditionalSpace]) {
        for (const { request, proposal } of await search(create(), { space })) {
          const cascade = await cascadeOf(create(), request);
          const region = cascade.region();
          assertAccepted(cascade, region.relaxChecks, proposal.points);
          assert.deepStrictEqual(cascade.stages, proposal.stages);
        }
      }
    },
  },
  R43: {
    title: "the region has the volume of the last active stage, and its draws are accepted",
    appliesTo: needsCascade,
    async check({ create }) {
      for (const { request } of await search(create(), { space: mixedSpace })) {
        const cascade = await cascadeOf(create(), request);
        const region = cascade.region();
        const last = cascade.stages.findLast(({ state }) => state === "active");
        assert.deepStrictEqual(region.volume, last?.acceptedVolume ?? { lower: 1, upper: 1 });
        const { points } = region.sample(20, createRng(3, "drawn"), cascade.starts);
        assert.equal(points.length, 20);
        for (const point of points) assert.deepStrictEqual(mixedSpace.snap(point), point);
        assertAccepted(cascade, region.relaxChecks, points);
      }
    },
  },
  R44: {
    title: "the cascade is a function of the request, whatever was asked before",
    appliesTo: needsCascade,
    async check({ create }) {
      const classifiersOf = async (sampler: Sampler, request: ProposalRequest) =>
        (await cascadeOf(sampler, request)).classifiers.map(({ trees }) => ensembleToJson(trees));
      const observations = observePrior(mixedSpace, 3 * BATCH_SIZE);
      const requests = [3, 1, 2, 0, 3].map((batches) =>
        requestOf({ space: mixedSpace, observations: observations.slice(0, batches * BATCH_SIZE) }),
      );
      const used = create();
      for (const request of requests) {
        await used.propose(request);
        assert.deepStrictEqual(await classifiersOf(used, request), await classifiersOf(create(), request));
      }
    },
  },
};
