import assert from "node:assert/strict";
import { createRng } from "../../rng.js";
import type { Observation, Proposal } from "../../sampler/sampler.js";
import { continuousSpace, mixedSpace } from "./case-spaces.js";
import { checkProposal } from "./check-proposal.js";
import type { SamplerCase } from "./sampler-harness.js";
import { ask, BATCH_SIZE, bowl, observePrior, requestOf, search } from "./simulated-study.js";

const FAILED = Number.POSITIVE_INFINITY;

/** Losses at the ends of what a number can be. */
const EXTREMES = [1e300, -1e300, Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324, -5e-324, 0, -0, 1, 1 + Number.EPSILON];

/** Whatever was observed, there is a proposal. */
export const OBSERVATION_CASES: Readonly<Record<string, SamplerCase>> = {
  R20: {
    title: "trials that failed lead to no failure",
    async check({ create }) {
      const loss = (point: Float64Array, number: number) => (number % 3 === 0 ? FAILED : bowl(point));
      await search(create(), { space: mixedSpace, loss });
      await search(create(), { space: mixedSpace, loss: (point, n) => (n < BATCH_SIZE ? FAILED : bowl(point)) });
    },
  },
  R21: {
    title: "nor do trials that all failed",
    async check({ create }) {
      await search(create(), { space: mixedSpace, loss: () => FAILED });
    },
  },
  R22: {
    title: "losses may all be equal",
    async check({ create }) {
      for (const value of [0, 1e-300, -7]) await search(create(), { space: mixedSpace, loss: () => value });
    },
  },
  R23: {
    title: "losses may be huge and tiny",
    async check({ create }) {
      const loss = (_: Float64Array, number: number) => EXTREMES[number % EXTREMES.length] as number;
      await search(create(), { space: continuousSpace, loss });
      await search(create(), { space: continuousSpace, loss: (point) => 1e300 * (bowl(point) - 0.3) });
      await search(create(), { space: continuousSpace, loss: (point) => 5e-324 * Math.floor(9 * bowl(point)) });
    },
  },
  R24: {
    title: "a point may be observed many times, with one loss or with different ones",
    async check({ create }) {
      const [one, two] = observePrior(continuousSpace, 2) as [Observation, Observation];
      const noise = createRng(5, "noise");
      for (const loss of [() => 1, () => noise.next()]) {
        const observations = observePrior(continuousSpace, 3 * BATCH_SIZE).map((observation, i) => ({
          ...observation,
          point: (i % 2 === 0 ? one : two).point.slice(),
          loss: loss(),
        }));
        await ask(create(), requestOf({ space: continuousSpace, observations }));
      }
    },
  },
  R25: {
    title: "imported observations, of no batch, may come before the first",
    async check({ create }) {
      const imported = observePrior(mixedSpace, 25).map((observation) => ({ ...observation, batch: -1 }));
      const first = await ask(create(), requestOf({ space: mixedSpace, observations: imported }));
      const own = first.points.map((point, i) => ({
        number: 25 + i,
        batch: 0,
        point,
        loss: bowl(point),
        violation: 0,
      }));
      await ask(create(), requestOf({ space: mixedSpace, observations: [...imported, ...own] }));
    },
  },
  R26: {
    title: "one point at a time, while others are running and results come in any order",
    async check({ create }) {
      const sampler = create();
      const done = observePrior(mixedSpace, 3 * BATCH_SIZE + 4);
      const pending = observePrior(mixedSpace, 40).slice(-6);
      for (const observations of [[], done.slice(0, 3), done.toReversed()]) {
        const points = pending.map(({ point }) => point);
        await ask(sampler, requestOf({ space: mixedSpace, observations, batch: 34, count: 1, pending: points }));
      }
    },
  },
  R27: {
    title: "points that violate constraints on metrics, few or all, are observed like others",
    async check({ create }) {
      await search(create(), { space: mixedSpace, violation: (point) => Math.max(0, (point[0] as number) - 0.4) });
      await search(create(), { space: mixedSpace, violation: () => FAILED });
    },
  },
  R28: {
    title: "the budget may be raised when it is spent",
    async check({ create }) {
      const observations = observePrior(mixedSpace, 4 * BATCH_SIZE);
      await ask(create(), requestOf({ space: mixedSpace, observations, totalBudget: 70 }));
    },
  },
  R29: {
    title: "asked with an aborted signal it ends: with points, or by the signal's reason",
    async check({ create }) {
      const reason = new Error("stopped by the case");
      const signal = AbortSignal.abort(reason);
      const observations = observePrior(mixedSpace, 3 * BATCH_SIZE);
      const request = requestOf({ space: mixedSpace, observations, signal });
      const asked = async (): Promise<Proposal> => create().propose(request);
      const proposal = await asked().catch((error: unknown) => assert.equal(error, reason));
      if (proposal !== undefined) checkProposal(request, proposal);
    },
  },
};
