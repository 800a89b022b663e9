import assert from "node:assert/strict";
import type { Observation, ProposalRequest } from "../../sampler/sampler.js";
import { continuousSpace, mixedSpace } from "./case-spaces.js";
import type { SamplerCase } from "./sampler-harness.js";
import { ask, assertSamePoints, BATCH_SIZE, bowl, observePrior, requestOf, search } from "./simulated-study.js";

/** Requests that a sampler which remembers something would mix up. */
function relatedRequests(): readonly ProposalRequest[] {
  const observations = observePrior(continuousSpace, 3 * BATCH_SIZE);
  const base = { space: continuousSpace, observations };
  const relearn = (loss: (observation: Observation) => number) =>
    observations.map((observation) => ({ ...observation, loss: loss(observation) }));
  // Of the later points nothing is to be learnt, so what was tried on them must not count for a smaller budget.
  const flat = relearn(({ number, point }) => (number < BATCH_SIZE ? bowl(point) : 0));
  const smaller = { totalBudget: 2 * BATCH_SIZE, initialBudget: 2 * BATCH_SIZE };
  return [
    requestOf({ space: continuousSpace }),
    requestOf(base),
    requestOf({ ...base, observations: observations.slice(0, BATCH_SIZE) }),
    requestOf({ ...base, observations: relearn(({ loss }) => -loss) }),
    requestOf({ ...base, observations: relearn(({ number }) => number % 7) }),
    requestOf({ ...base, observations: flat }),
    requestOf({ ...base, observations: flat, ...smaller }),
    requestOf({ ...base, ...smaller }),
    requestOf({ ...base, totalBudget: 200 }),
    requestOf({ ...base, count: 3 }),
    requestOf({ ...base, seed: 2 }),
    requestOf({ ...base, batch: 7 }),
    requestOf({ space: mixedSpace, observations: observePrior(mixedSpace, 2 * BATCH_SIZE) }),
  ];
}

function freeze(request: ProposalRequest): ProposalRequest {
  for (const observation of request.observations) Object.freeze(observation);
  return Object.freeze({
    ...request,
    observations: Object.freeze(request.observations.slice()),
    pending: Object.freeze(request.pending.slice()),
  });
}

/** The request decides everything. */
export const PURITY_CASES: Readonly<Record<string, SamplerCase>> = {
  R10: {
    title: "a sampler that was asked other things before proposes what a new one does",
    async check({ create }) {
      const requests = relatedRequests();
      const expected = await Promise.all(requests.map((request) => ask(create(), request)));
      const used = create();
      const order = [...requests.keys()];
      for (const i of [...order, ...order.toReversed()]) {
        const request = requests[i] as ProposalRequest;
        assert.deepStrictEqual(await ask(used, request), expected[i], `request ${i}`);
      }
    },
  },
  R11: {
    title: "two searches with one seed are the same to the bit, also when they run at once",
    async check({ create }) {
      const one = create();
      const [alone, ...together] = await Promise.all(
        [create(), one, one].map((sampler) => search(sampler, { space: mixedSpace })),
      );
      for (const other of together) {
        assert.equal(other.length, alone?.length);
        for (const [i, { proposal }] of (alone ?? []).entries()) {
          assertSamePoints(other[i]?.proposal ?? proposal, proposal, `batch ${i}`);
        }
      }
    },
  },
  R12: {
    title: "another seed, and another batch, give other points",
    async check({ create }) {
      const later = observePrior(continuousSpace, 2 * BATCH_SIZE);
      for (const observations of [[], later]) {
        const asked = { space: continuousSpace, observations };
        const requests = [requestOf(asked), requestOf({ ...asked, seed: 2 }), requestOf({ ...asked, batch: 5 })];
        const proposals = await Promise.all(requests.map((request) => ask(create(), request)));
        const points = proposals.flatMap((proposal) => proposal.points.map((point) => point.join()));
        assert.equal(new Set(points).size, points.length);
      }
    },
  },
  R13: {
    title: "nothing of the request is changed",
    async check({ create }) {
      const observations = observePrior(mixedSpace, 2 * BATCH_SIZE, (_, number) => (7 * number) % 13);
      const pending = observePrior(mixedSpace, 3).map(({ point }) => point);
      const request = freeze(requestOf({ space: mixedSpace, observations, pending }));
      const before = structuredClone([request.observations, request.pending]);
      await ask(create(), request);
      assert.deepStrictEqual([request.observations, request.pending], before);
    },
  },
  R14: {
    title: "a proposal shares no memory with the request or with another proposal",
    async check({ create }) {
      const sampler = create();
      const observations = observePrior(mixedSpace, 2 * BATCH_SIZE);
      const request = requestOf({ space: mixedSpace, observations });
      const first = await ask(sampler, request);
      const buffers = new Set(observations.map(({ point }) => point.buffer));
      for (const { buffer } of first.points) assert.ok(!buffers.has(buffer), "a point lies in an observation");
      const kept = structuredClone(first.points);
      for (const point of (await ask(sampler, request)).points) point.fill(0.5);
      assert.deepStrictEqual([...first.points], kept);
    },
  },
};
