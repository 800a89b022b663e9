import assert from "node:assert/strict";
import { conditionalSpace, constrainedSpaces, continuousSpace, mixedSpace, tinySpaces } from "./case-spaces.js";
import type { SamplerCase } from "./sampler-harness.js";
import { ask, BATCH_SIZE, observePrior, requestOf, search } from "./simulated-study.js";

/** What points are proposed. That each is a snapped point of the space is checked everywhere. */
export const POINT_CASES: Readonly<Record<string, SamplerCase>> = {
  R01: {
    title: "as many points as are asked for: one, a batch, or more",
    async check({ create }) {
      for (const observations of [[], observePrior(mixedSpace, 2 * BATCH_SIZE)]) {
        for (const count of [1, 3, BATCH_SIZE, 3 * BATCH_SIZE + 1]) {
          await ask(create(), requestOf({ space: mixedSpace, observations, count }));
        }
      }
    },
  },
  R02: {
    title: "points of every kind of parameter are snapped, in [0, 1)",
    async check({ create }) {
      await search(create(), { space: mixedSpace });
    },
  },
  R03: {
    title: "points of conditional parameters have their hidden coordinates too",
    async check({ create }) {
      await search(create(), { space: conditionalSpace });
    },
  },
  R04: {
    title: "points that constraints refuse are not proposed",
    async check({ create }) {
      for (const space of constrainedSpaces) await search(create(), { space });
    },
  },
  R05: {
    title: "a parameter of one value and spaces of a handful are no obstacle",
    async check({ create }) {
      for (const space of tinySpaces) await search(create(), { space });
    },
  },
  R06: {
    title: "no two points of a continuous space are alike, in a batch or a study",
    async check({ create }) {
      const exchanges = await search(create(), { space: continuousSpace });
      const points = exchanges.flatMap(({ proposal }) => proposal.points.map((point) => point.join()));
      assert.equal(new Set(points).size, points.length);
    },
  },
};
