import {
  boolean,
  categorical,
  createRng,
  float,
  int,
  type Observation,
  ordinal,
  type ProposalRequest,
  type Sampler,
  type SearchSpace,
  searchSpace,
  shacGpSampler,
  shacSampler,
} from "@shac/core";
import { beforeAll, describe, expect, it } from "vitest";
import { observe, requestOf } from "./requests.js";

const plane = searchSpace({ x: float(0, 1), y: float(0, 1) });

/** What a point is worth, as much of an observation as the test is about. */
type Evaluate = (point: Float64Array, number: number) => Partial<Pick<Observation, "loss" | "violation" | "pruned">>;

/** The observations of a whole search; `of` is where those before the first batch come from. */
async function search(
  space: SearchSpace<unknown>,
  evaluate: Evaluate,
  task: {
    readonly batches?: number;
    readonly batchSize?: number;
    readonly sampler?: Sampler;
    readonly seed?: number;
  } = {},
): Promise<Observation[]> {
  const { batches = 8, batchSize = 10, sampler = shacGpSampler(), seed = 1 } = task;
  const observations: Observation[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const request = requestOf(space, observations.slice(), { batch, batchSize, count: batchSize, seed });
    for (const point of (await sampler.propose(request)).points) {
      const number = observations.length;
      observations.push({ number, batch, point, loss: 0, violation: 0, ...evaluate(point, number) });
    }
  }
  return observations;
}

const at = (point: Float64Array, axis: number): number => point[axis] as number;
/** Least at (0.3, 0.7). */
const bowl = (point: Float64Array): number => (at(point, 0) - 0.3) ** 2 + (at(point, 1) - 0.7) ** 2;
const least = (observations: readonly Observation[]): number => Math.min(...observations.map(({ loss }) => loss));
const pointsOf = (observations: readonly Observation[]) => observations.map(({ point }) => [...point]);

/** A search for the lowest point of the bowl, of 80 evaluations. */
let bowlSearch: readonly Observation[];
beforeAll(async () => {
  bowlSearch = await search(plane, (point) => ({ loss: bowl(point) }));
});

describe("what shacGpSampler finds", () => {
  it("is the lowest point of a bowl, to a millionth, in 80 evaluations", () => {
    expect(least(bowlSearch)).toBeLessThan(1e-6);
  });

  it("does not depend on the scale of the values, nor on what is added to them", async () => {
    const expected = least(bowlSearch);
    for (const scale of [2 ** -40, 2 ** 40]) {
      const found = await search(plane, (point) => ({ loss: scale * bowl(point) }));
      expect(least(found) / scale).toBe(expected);
    }
    const shifted = await search(plane, (point) => ({ loss: 1e6 + bowl(point) }));
    expect(least(shifted) - 1e6).toBeLessThan(1e-5);
  });

  it("is good where values have heavy tails", async () => {
    const found = await search(plane, (point) => ({ loss: Math.exp(20 * Math.sqrt(bowl(point))) }), { batches: 10 });
    expect(Math.min(...found.map(({ point }) => bowl(point)))).toBeLessThan(1e-5);
  });

  it("is a category and an integer that fit together, and no point is proposed twice", async () => {
    const space = searchSpace({
      kind: categorical(["a", "b", "c", "d"]),
      size: int(1, 12),
      level: ordinal([1, 2, 4, 8]),
      deep: boolean(),
    });
    const loss = (point: Float64Array) => {
      const { kind, size, level, deep } = space.decode(point);
      return (
        Math.abs(size - { a: 3, b: 10, c: 7, d: 1 }[kind]) +
        (kind === "c" ? 0 : 2) +
        Math.abs(level - 4) +
        (deep ? 0 : 1)
      );
    };
    const found = await search(space, (point) => ({ loss: loss(point) }));
    expect(least(found)).toBe(0);
    expect(new Set(found.map(({ point }) => point.join())).size).toBe(80);
  });

  it("is all of a small discrete space, before anything is proposed again", async () => {
    const space = searchSpace({ a: int(1, 6), b: categorical(["x", "y", "z"]) });
    const found = await search(space, (point) => ({ loss: at(point, 0) }), { batches: 2 });
    expect(new Set(found.map(({ point }) => point.join())).size).toBe(18);
  });

  it("keeps off points that fail, and off those that violate constraints", async () => {
    const inDisc = (point: Float64Array) => bowl(point) < 0.04;
    const failing = await search(plane, (point) => ({ loss: inDisc(point) ? Infinity : bowl(point) }));
    expect(least(failing)).toBeLessThan(0.06);
    const bad = failing.slice(40).filter(({ loss }) => loss === Infinity).length;
    expect(bad).toBeLessThan(25);
    const violating = await search(plane, (point) => ({
      loss: bowl(point),
      violation: Math.max(0, 0.5 - at(point, 0)),
    }));
    const feasible = violating.filter(({ violation }) => violation === 0);
    expect(least(feasible)).toBeLessThan(0.05);
  });

  it("is a feasible point where the first points all violate the constraints", async () => {
    const violation = (point: Float64Array) =>
      Math.max(0, Math.abs(at(point, 0) - 0.9) + Math.abs(at(point, 1) - 0.1) - 0.03);
    const found = await search(plane, (point) => ({ loss: bowl(point), violation: violation(point) }));
    expect(found.slice(0, 10).every((each) => each.violation > 0)).toBe(true);
    expect(found.some((each) => each.violation === 0)).toBe(true);
  });

  it("is found point by point as well", async () => {
    const found = await search(plane, (point) => ({ loss: bowl(point) }), { batches: 40, batchSize: 1 });
    expect(least(found)).toBeLessThan(1e-5);
  });
});

describe("what shacGpSampler proposes", () => {
  const known = (): readonly Observation[] => bowlSearch.slice(0, 40);

  it("is what a new sampler proposes of the same observations, at every batch", async () => {
    for (let batch = 1; batch < 8; batch++) {
      const request = requestOf(plane, bowlSearch.slice(0, 10 * batch));
      const { points } = await shacGpSampler().propose(request);
      expect(points.map((point) => [...point])).toEqual(pointsOf(bowlSearch.slice(10 * batch, 10 * batch + 10)));
    }
  });

  it("does not depend on coordinates of parameters that take no part", async () => {
    const space = searchSpace({ kind: categorical(["flat", "curved"]), x: float(0, 1) }).when("kind", "curved", {
      bend: float(0, 1),
      style: categorical(["p", "q", "r"]),
    });
    const draw = createRng(5, "points");
    const points = Array.from({ length: 40 }, () => space.snap(Float64Array.from({ length: 4 }, () => draw.next())));
    const loss = (point: Float64Array) => at(point, 1) + (space.isActive(point, 2) ? at(point, 2) : 0.5);
    const observations = observe(points, loss);
    const hidden = observations.map((each) => ({
      ...each,
      point: each.point.map((u, axis) =>
        space.isActive(each.point, axis) ? u : (space.snap(each.point.map(() => 0.9))[axis] as number),
      ),
    }));
    const propose = async (of: readonly Observation[]) =>
      (await shacGpSampler().propose(requestOf(space, of))).points.map((point) => space.decode(point));
    const [first] = await propose(observations);
    expect((await propose(hidden))[0]).toEqual(first);
  });

  it("are points apart from those that are running", async () => {
    const observations = known();
    const one = (pending: readonly Float64Array[]): Promise<Float64Array> =>
      Promise.resolve(
        shacGpSampler().propose(requestOf(plane, observations, { count: 1, pending } as Partial<ProposalRequest>)),
      ).then(({ points }) => points[0] as Float64Array);
    const pending: Float64Array[] = [];
    for (let i = 0; i < 5; i++) pending.push(await one(pending));
    expect(new Set(pending.map((point) => point.join())).size).toBe(5);
  });

  it("are apart from points that were pruned, of which it thinks no worse than before", async () => {
    const observations = known();
    const propose = async (more: readonly Observation[]) =>
      (await shacGpSampler().propose(requestOf(plane, [...observations, ...more], { batch: 4 }))).points;
    const first = await propose([]);
    const ended = (outcome: Partial<Observation>) =>
      first.map((point, i) => ({ number: 40 + i, batch: 4, point, loss: Infinity, violation: 0, ...outcome }));
    const mean = (points: readonly Float64Array[]) =>
      points.reduce((sum, point) => sum + bowl(point), 0) / points.length;
    const afterPruning = await propose(ended({ pruned: true }));
    const all = [...first, ...afterPruning].map((point) => point.join());
    expect(new Set(all).size).toBe(20);
    expect(Math.min(...afterPruning.map(bowl))).toBeLessThan(1e-4);
    expect(mean(afterPruning)).toBeLessThan(mean(await propose(ended({}))));
    const constrained = await propose(ended({ pruned: true, violation: Infinity }));
    expect(constrained).toEqual(afterPruning);
  });

  it("is no pruned point again in a discrete space", async () => {
    const space = searchSpace({ a: int(1, 6), b: categorical(["x", "y", "z"]) });
    const found = await search(
      space,
      (point, number) => (number >= 6 && number % 2 === 0 ? { loss: Infinity, pruned: true } : { loss: at(point, 0) }),
      { batches: 3, batchSize: 6 },
    );
    expect(new Set(found.map(({ point }) => point.join())).size).toBe(18);
  });

  it("spreads over every axis before there is a model", async () => {
    const { points } = await shacGpSampler().propose(requestOf(plane, []));
    for (const axis of [0, 1]) {
      expect(points.map((point) => Math.floor(10 * at(point, axis))).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
  });

  it("goes on spreading evenly while all values are equal", async () => {
    const found = await search(plane, () => ({ loss: 7 }), { batches: 6 });
    for (const axis of [0, 1]) {
      const tenths = found.map(({ point }) => Math.floor(10 * at(point, axis)));
      for (let tenth = 0; tenth < 10; tenth++) expect(tenths.filter((each) => each === tenth)).toHaveLength(6);
    }
  });

  it("are as many as are asked for in large batches too, and new where values are exact", async () => {
    const observations = known();
    const { points } = await shacGpSampler().propose(requestOf(plane, observations, { count: 150 }));
    expect(new Set(points.map((point) => point.join())).size).toBe(150);
    expect(points.filter((point) => bowl(point) < 0.01).length).toBeGreaterThan(30);
    const grid = searchSpace({ x: int(1, 40), y: int(1, 40) });
    const seen = await search(grid, (point) => ({ loss: bowl(point) }), { batches: 4 });
    const more = (await shacGpSampler().propose(requestOf(grid, seen, { count: 150 }))).points;
    expect(new Set([...pointsOf(seen), ...more].map((point) => point.join())).size).toBe(190);
  });

  it("starts from imported observations at once", async () => {
    const draw = createRng(3, "imported");
    const imported = observe(
      Array.from({ length: 50 }, () => Float64Array.of(draw.next(), draw.next())),
      bowl,
    ).map((each) => ({ ...each, batch: -1 }));
    const { points } = await shacGpSampler().propose(requestOf(plane, imported, { batch: 0 }));
    expect(Math.min(...points.map(bowl))).toBeLessThan(0.001);
  });
});

describe("what is too dear for the model", () => {
  const draw = createRng(4, "points");
  const points = Array.from({ length: 400 }, () => Float64Array.of(draw.next(), draw.next()));

  const wide = searchSpace(Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`x${i}`, float(0, 1)])));

  it.each([
    ["30,000 evaluations", plane, points, { totalBudget: 30_000, initialBudget: 30_000 }],
    ["101 dimensions", wide, [], {}],
  ])("is left to shacSampler: %s", async (_, space, known, budget) => {
    const request = requestOf(space, observe(known, bowl), { ...budget, batch: 2 });
    const proposal = await shacGpSampler().propose(request);
    expect(proposal).toEqual(await shacSampler().propose(request));
    expect((await shacGpSampler().cascade?.(request))?.stages).toEqual(proposal.stages);
  });

  it("but not where shacSampler cannot work either", async () => {
    const budget = { batchSize: 150, count: 150, totalBudget: 150, initialBudget: 150 };
    expect((await shacGpSampler().propose(requestOf(plane, [], budget))).points).toHaveLength(150);
  });
});

describe("the cascade beside the model", () => {
  it("accepts the best point, and ever less of the space", async () => {
    const observations = await search(plane, (point) => ({ loss: bowl(point) }), { batches: 20 });
    const sampler = shacGpSampler();
    const cascade = await sampler.cascade?.(requestOf(plane, observations));
    expect(cascade?.stages.map(({ trainedOn, state }) => [trainedOn, state])).toEqual([
      [600, "active"],
      [300, "active"],
      [150, "active"],
      [75, "active"],
      [37, "active"],
    ]);
    const trials = cascade?.stages.map(({ trainedOn, imagined = 0 }) => trainedOn - imagined) ?? [];
    expect(trials[0]).toBe(200);
    expect(trials).toEqual(trials.toSorted((a, b) => b - a));
    const volumes = cascade?.stages.map(({ acceptedVolume }) => acceptedVolume.upper) ?? [];
    expect(volumes).toEqual(volumes.toSorted((a, b) => b - a));
    const drawn = cascade?.region().sample(50, createRng(1, "drawn")).points ?? [];
    const uniform = observations.slice(0, 10);
    const mean = (points: readonly Float64Array[]) =>
      points.reduce((sum, point) => sum + bowl(point), 0) / points.length;
    expect(mean(drawn)).toBeLessThan(0.3 * mean(uniform.map(({ point }) => point)));
  });

  it("refuses what is bad, though the search hardly looked at it", async () => {
    const space = searchSpace({ rate: float(0, 1), layers: int(1, 6) });
    const loss = (point: Float64Array) => Math.abs(at(point, 0) - 0.4) + Math.abs(space.decode(point).layers - 3);
    const observations = await search(space, (point) => ({ loss: loss(point) }), { batches: 20 });
    expect(observations.filter(({ loss }) => loss > 1).length).toBeLessThan(60);
    const cascade = await shacGpSampler().cascade?.(requestOf(space, observations));
    const drawn = cascade?.region().sample(50, createRng(1, "drawn")).points ?? [];
    expect(drawn.filter((point) => space.decode(point).layers === 3).length).toBeGreaterThan(45);
  });
});
