import type { BenchOptions } from "./options.js";
import type { Run } from "./runs.js";

/** Regrets below it are as good as 0: nobody cares, and ratios of them say nothing. */
const FLOOR = 1e-6;
/** For means of ratios, which few problems should not decide. */
const COARSE_FLOOR = 1e-3;

/**
 * A Markdown table: for each problem and sampler the median regret with its 10 and 90 % quantiles, and how many times
 * smaller the first sampler's median is than that of the best peer.
 */
export function table(runs: readonly Run[], options: BenchOptions): string[] {
  const columns = [...options.samplers, ...options.peers];
  const rows = options.problems.map((problem) => {
    const regrets = columns.map((sampler) => regretsOf(runs, options, sampler, problem));
    return [problem, ...regrets.map(summary), ratio(regrets[0] ?? [], regrets.slice(options.samplers.length))];
  });
  const seconds = columns.map((sampler) => secondsOf(runs, options, sampler));
  const peers = options.problems.map((problem) =>
    leastMedian(options.peers.map((peer) => regretsOf(runs, options, peer, problem))),
  );
  const ours = options.problems.map((problem) => leastMedian([regretsOf(runs, options, columns[0] ?? "", problem)]));
  const head = ["problem", ...columns, "best peer / first"];
  return [
    line(head),
    line(head.map(() => "---")),
    ...rows.map(line),
    line(["processor time of a search, median", ...seconds, ""]),
    ...comparison(ours, peers),
  ];
}

export const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function runsOf(
  runs: readonly Run[],
  { totalBudget, batchSize, seeds }: BenchOptions,
  sampler: string,
): readonly Run[] {
  return runs.filter(
    (run) =>
      run.sampler === sampler &&
      run.totalBudget === totalBudget &&
      run.batchSize === batchSize &&
      seeds.includes(run.seed),
  );
}

/** Of the searches that `options` asks for, by seed. */
export function regretsOf(runs: readonly Run[], options: BenchOptions, sampler: string, problem: string): number[] {
  return runsOf(runs, options, sampler)
    .filter((run) => run.problem === problem)
    .map(({ regret }) => regret);
}

/** Median processor time of a search. */
export function secondsOf(runs: readonly Run[], options: BenchOptions, sampler: string): string {
  const times = runsOf(runs, options, sampler)
    .filter(({ problem }) => options.problems.includes(problem))
    .map(({ seconds }) => seconds);
  return times.length === 0 ? "-" : `${quantile(times, 0.5).toPrecision(2)} s`;
}

function summary(regrets: readonly number[]): string {
  if (regrets.length === 0) return "-";
  const [low, median, high] = [0.1, 0.5, 0.9].map((share) => quantile(regrets, share).toPrecision(2));
  return `**${median}** [${low}, ${high}] (${regrets.length})`;
}

function ratio(first: readonly number[], peers: readonly (readonly number[])[]): string {
  const best = leastMedian(peers);
  if (first.length === 0 || best === Infinity) return "-";
  return (Math.max(best, FLOOR) / Math.max(quantile(first, 0.5), FLOOR)).toPrecision(2);
}

/** Of those that have any regrets. */
function leastMedian(regrets: readonly (readonly number[])[]): number {
  return Math.min(...regrets.filter((each) => each.length > 0).map((each) => quantile(each, 0.5)));
}

/** All problems in two numbers. */
function comparison(ours: readonly number[], peers: readonly number[]): string[] {
  const ratios = peers.map((peer, i) => Math.max(peer, COARSE_FLOOR) / Math.max(ours[i] ?? Infinity, COARSE_FLOOR));
  if (!ratios.every((each) => each > 0 && each < Infinity)) return [];
  const mean = Math.exp(ratios.reduce((sum, each) => sum + Math.log(each), 0) / ratios.length);
  const better = ratios.filter((each) => each > 1).length;
  const worse = ratios.filter((each) => each < 1).length;
  return [
    "",
    `Against the best peer of each problem, medians below ${COARSE_FLOOR} taken for ${COARSE_FLOOR}: better on ${better} of ${ratios.length}, worse on ${worse}; ` +
      `geometric mean of the ratios ${mean.toPrecision(3)}.`,
  ];
}

/** Linear between the two nearest ranks. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = share * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? Number.NaN;
  const above = sorted[Math.ceil(rank)] ?? Number.NaN;
  return below + (rank - Math.floor(rank)) * (above - below);
}
