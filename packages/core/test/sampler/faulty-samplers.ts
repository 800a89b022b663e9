import {
  type Cascade,
  createRng,
  type Observation,
  type Proposal,
  type ProposalRequest,
  randomSampler,
  type Sampler,
  type StageReport,
  shacSampler,
} from "@shac/core";

interface Fault {
  readonly fault: string;
  /** Ids of the cases that must fail. */
  readonly found: readonly string[];
  create(): Sampler;
}

const sound = (): Sampler => shacSampler({ booster: { rounds: 20, maxDepth: 3 }, skipCvChecks: true });

/** A sampler whose proposals are changed. `seen` lives as long as the sampler. */
const faulty = (
  fault: string,
  found: readonly string[],
  spoil: (proposal: Proposal, request: ProposalRequest, seen: Map<string, unknown>) => Partial<Proposal>,
  from = sound,
): Fault => ({
  fault,
  found,
  create() {
    const inner = from();
    const seen = new Map<string, unknown>();
    const propose = async (request: ProposalRequest) => {
      const proposal = await inner.propose(request);
      return { ...proposal, ...spoil(proposal, request, seen) };
    };
    return { ...inner, propose };
  },
});

/** A sampler that sees another request than it was sent. */
const faultyView = (
  fault: string,
  found: readonly string[],
  change: (request: ProposalRequest, seen: Map<string, unknown>) => Partial<ProposalRequest>,
  from = sound,
): Fault => ({
  fault,
  found,
  create() {
    const inner = from();
    const seen = new Map<string, unknown>();
    return { ...inner, propose: (request) => inner.propose({ ...request, ...change(request, seen) }) };
  },
});

/** A sampler that some observations make throw. */
const fragile = (fault: string, found: readonly string[], breaks: (request: ProposalRequest) => boolean): Fault =>
  faultyView(fault, found, (request) => {
    if (breaks(request)) throw new RangeError("no convergence");
    return {};
  });

const faultyCascade = (fault: string, found: readonly string[], change: (cascade: Cascade) => Partial<Cascade>) => ({
  fault,
  found,
  create() {
    const inner = sound();
    const cascade = async (request: ProposalRequest) => {
      const right = (await inner.cascade?.(request)) as Cascade;
      return { ...right, ...change(right) };
    };
    return { ...inner, cascade };
  },
});

const movePoint = (change: (point: Float64Array) => Float64Array) => (proposal: Proposal) => ({
  points: proposal.points.map(change),
});
const changeStages = (change: (stage: StageReport) => Partial<StageReport>) => (proposal: Proposal) => ({
  stages: proposal.stages.map((stage) => ({ ...stage, ...change(stage) })),
});
const losses = (observations: readonly Observation[]) => observations.map(({ loss }) => loss);
const enough = (values: readonly number[]) => values.length >= 10;
const variance = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length;
};

export const FAULTS: readonly Fault[] = [
  faulty("gives a point too few", ["R01"], ({ points }) => ({ points: points.slice(1) })),
  faulty("gives a whole batch whatever is asked for", ["R01", "R26"], ({ points }, { batchSize, space, rng }) => ({
    points: Array.from({ length: batchSize }, (_, i) =>
      space.snap(points[i] ?? Float64Array.from(space.axes, () => rng("more", i).next())),
    ),
  })),
  faulty(
    "reaches the upper end of an axis",
    ["R02"],
    movePoint((point) => point.map((u) => (u > 0.9 ? 1 : u))),
  ),
  faulty(
    "adds noise to snapped points",
    ["R02"],
    movePoint((point) => point.map((u) => u * 0.999)),
  ),
  faulty("leaves hidden coordinates out", ["R03"], ({ points }, { space }) => ({
    points: points.map((point) => point.map((u, axis) => (space.isActive(point, axis) ? u : Number.NaN))),
  })),
  faultyView("knows nothing of constraints", ["R04"], ({ space }) => ({
    space: new Proxy(space, {
      get(target, member) {
        if (member === "admits") return () => true;
        const value: unknown = Reflect.get(target, member);
        return typeof value === "function" ? value.bind(target) : value;
      },
    }),
  })),
  fragile("cannot do with an axis of one value", ["R05"], ({ space }) => space.axes.some(({ cells }) => cells === 1)),
  faulty("fills a batch with its first point", ["R06"], ({ points: [first, ...rest] }) => ({
    points: [first as Float64Array, ...rest.map(() => (first as Float64Array).slice())],
  })),
  faulty("proposes the first batch again and again", ["R06", "R10"], (proposal, { count }, seen) => {
    if (!seen.has("points")) seen.set("points", proposal.points);
    const points = seen.get("points") as readonly Float64Array[];
    return points.length === count ? { points: points.map((point) => point.slice()) } : {};
  }),
  faultyView("learns from what it saw before", ["R10"], ({ observations }, seen) => {
    const all = [...((seen.get("all") as Observation[] | undefined) ?? []), ...observations].slice(0, 20);
    seen.set("all", all);
    return { observations: all };
  }),
  faultyView("counts its calls", ["R10", "R11"], ({ batch }, seen) => {
    const calls = ((seen.get("calls") as number | undefined) ?? 0) + 1;
    seen.set("calls", calls);
    return { rng: (purpose, index) => createRng(1, purpose, batch, index + calls) };
  }),
  faultyView("draws from Math.random", ["R10", "R11"], () => ({
    rng: () => ({ next: Math.random, below: (n) => Math.floor(Math.random() * n) }),
  })),
  faultyView("has a seed of its own", ["R12"], ({ batch }) => ({
    rng: (purpose, index) => createRng(7, purpose, batch, index),
  })),
  faultyView("sorts the observations where they are", ["R13"], ({ observations }) => {
    (observations as Observation[]).sort((a, b) => a.loss - b.loss);
    return {};
  }),
  faultyView("scales observed points where they are", ["R13"], ({ observations }) => {
    for (const { point } of observations) point.set(point.map((u) => u / 2));
    return {};
  }),
  faulty("proposes observed points themselves", ["R14"], ({ points }, { observations }) => ({
    points: points.map((point, i) => observations[i]?.point ?? point),
  })),
  faulty("gives its own buffers out", ["R14"], (proposal, { batch, count, space }, seen) => {
    const key = JSON.stringify([batch, count, space.toJSON()]);
    if (!seen.has(key)) seen.set(key, proposal.points);
    return { points: seen.get(key) as readonly Float64Array[] };
  }),
  fragile("cannot do with a failed trial", ["R20", "R21"], ({ observations }) =>
    losses(observations).includes(Infinity),
  ),
  fragile("needs one trial that did not fail", ["R20", "R21"], ({ observations }) =>
    enough(observations.map(Number)) ? losses(observations).every((loss) => loss === Infinity) : false,
  ),
  fragile("divides by the variance of losses", ["R22"], ({ observations }) =>
    enough(losses(observations)) ? variance(losses(observations)) === 0 : false,
  ),
  faulty("overflows where losses are huge", ["R23"], ({ points }, { observations }) =>
    enough(losses(observations)) && variance(losses(observations).map((loss) => Math.min(loss, 1e308))) === Infinity
      ? { points: points.map((point) => point.fill(Number.NaN)) }
      : {},
  ),
  fragile("inverts a singular matrix", ["R24"], ({ observations }) => {
    const distinct = new Set(observations.map(({ point }) => point.join()));
    return distinct.size < observations.length;
  }),
  faultyView("groups observations by batch, from 0", ["R25"], ({ observations, batch }) => {
    const groups: Observation[][] = Array.from({ length: batch + 1 }, () => []);
    for (const observation of observations) (groups[observation.batch] as Observation[]).push(observation);
    return { observations: groups.flat() };
  }),
  fragile("thinks that observations are in order of number", ["R26"], ({ observations }) =>
    observations.some(({ number }, i) => number !== i),
  ),
  fragile("has no use for a feasible point that is not there", ["R27"], ({ observations }) =>
    enough(losses(observations)) ? observations.every(({ violation }) => violation > 0) : false,
  ),
  fragile(
    "ends with the budget that it began with",
    ["R28"],
    ({ initialBudget, observations }) => observations.length >= initialBudget,
  ),
  {
    fault: "waits for an abort that was",
    found: ["R29"],
    create() {
      const inner = sound();
      const never = new Promise<Proposal>(() => {});
      return { ...inner, propose: (request) => (request.signal.aborted ? never : inner.propose(request)) };
    },
  },
  { fault: "has options that JSON loses", found: ["R40"], create: () => ({ ...sound(), options: { of: undefined } }) },
  {
    fault: "has options of its own each time",
    found: ["R40"],
    create: () => ({ ...sound(), options: { id: Math.random() } }),
  },
  faulty("reports an accuracy that was not measured as undefined", ["R41"], (proposal) => ({
    stages: proposal.stages.map((stage) => ({ ...stage, accuracy: undefined as unknown as number })),
  })),
  faulty(
    "numbers stages from 0",
    ["R41", "R42"],
    changeStages(({ stage }) => ({ stage: stage - 1 })),
  ),
  faulty(
    "gives volumes in percent",
    ["R41"],
    changeStages(({ acceptedVolume: { lower, upper } }) => ({
      acceptedVolume: { lower: lower * 100, upper: upper * 100 },
    })),
  ),
  faulty("explores the whole space now and then", ["R42"], ({ points }, { space, rng, batch }) => ({
    points: points.map((point, i) =>
      i === 0 && batch > 0 ? space.snap(Float64Array.from(space.axes, () => rng("explore", i).next())) : point,
    ),
  })),
  faultyCascade("leaves its last classifier out", ["R43"], (cascade) => ({
    region: (options) => cascade.region({ maxClassifiers: Math.max(cascade.classifiers.length - 1, 0), ...options }),
  })),
  {
    fault: "trains once",
    found: ["R44"],
    create() {
      const inner = sound();
      let first: Cascade | undefined;
      const cascade = async (request: ProposalRequest) => {
        first ??= await inner.cascade?.(request);
        return first;
      };
      return { ...inner, cascade };
    },
  },
  faulty("stops without a word", ["R01"], () => ({ points: [] }), randomSampler),
];
