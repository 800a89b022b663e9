import {
  createRng,
  float,
  int,
  memoryStorage,
  type ProposalRequest,
  type Sampler,
  type StudyOptions,
  type StudyRecord,
  type StudyStorage,
  searchSpace,
} from "@shac/core";

/** Two numbers, enough for most tests. */
export const space = searchSpace({ x: float(-1, 1), n: int(1, 4) });

export interface Params {
  x: number;
  n: number;
}

export const bowl = ({ x, n }: Params): number => x * x + n;

/** Proposes around the best point so far, so that every later point depends on every earlier value. */
export function climbingSampler(): Sampler {
  return {
    name: "climbing",
    options: { spread: 0.2 },
    propose({ space, count, observations, rng }) {
      const best = observations.reduce((a, b) => (b.loss < a.loss ? b : a), observations[0] ?? { loss: 0, point: [] });
      const sum = observations.reduce((total, { loss }) => total + (Number.isFinite(loss) ? loss : 1), 0);
      const points = Array.from({ length: count }, (_, index) => {
        const random = rng("climb", index);
        const near = space.axes.map((_, axis) => (best.point[axis] ?? 0.5) + 0.2 * (random.next() - 0.5) + sum * 1e-3);
        return space.snap(Float64Array.from(near, (u) => u - Math.floor(u)));
      });
      return { points, stages: [] };
    },
  };
}

/** Three batches of four, by the climbing sampler. */
export function climbingStudy(name: string) {
  return {
    name,
    space,
    totalBudget: 12,
    numBatches: 3,
    seed: 5,
    sampler: climbingSampler(),
  } satisfies StudyOptions<typeof space>;
}

/** The climbing sampler, which keeps what it is asked. */
export function recordedSampler(): { readonly sampler: Sampler; readonly requests: readonly ProposalRequest[] } {
  const requests: ProposalRequest[] = [];
  const inner = climbingSampler();
  const propose = (request: ProposalRequest) => {
    requests.push(request);
    return inner.propose(request);
  };
  return { sampler: { ...inner, propose }, requests };
}

export async function recordsOf(storage: StudyStorage, name: string): Promise<StudyRecord[]> {
  const records: StudyRecord[] = [];
  for await (const record of storage.read(name)) records.push(record);
  return records;
}

/** A storage that holds what a killed process would have left behind: the first `records` of a study. */
export async function storageWith(records: readonly StudyRecord[]): Promise<StudyStorage> {
  const [header, ...others] = records;
  if (header?.type !== "study") throw new Error("records begin with the header");
  const storage = memoryStorage();
  const writer = await storage.open(header.name, header);
  for (const record of others) await writer.append(record);
  await writer.close();
  return storage;
}

/** A random number in [0, 1) that depends on its arguments alone. */
export function chance(seed: number, trial: number): number {
  return createRng(seed, "test", trial).next();
}
