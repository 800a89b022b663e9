import type { BenchOptions } from "./options.js";
import type { Run } from "./runs.js";

/** Regrets below it are as good as 0: nobody cares, and ratios of them say nothing. */
const FLOOR = 1e-6;

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
  const seconds = columns.map((sampler) => {
    const times = runs.filter((run) => run.sampler === sampler && isOf(run, options)).map((run) => run.seconds);
    return times.length === 0 ? "-" : `${quantile(times, 0.5).toPrecision(2)} s`;
  });
  const head = ["problem", ...columns, "best peer / first"];
  return [
    line(head),
    line(head.map(() => "---")),
    ...rows.map(line),
    line(["processor time of a search, median", ...seconds, ""]),
  ];
}

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function isOf(run: Run, { totalBudget, batchSize, seeds }: BenchOptions): boolean {
  return run.totalBudget === totalBudget && run.batchSize === batchSize && seeds.includes(run.seed);
}

function regretsOf(runs: readonly Run[], options: BenchOptions, sampler: string, problem: string): number[] {
  return runs
    .filter((run) => run.sampler === sampler && run.problem === problem && isOf(run, options))
    .map(({ regret }) => regret);
}

function summary(regrets: readonly number[]): string {
  if (regrets.length === 0) return "-";
  const [low, median, high] = [0.1, 0.5, 0.9].map((share) => quantile(regrets, share).toPrecision(2));
  return `**${median}** [${low}, ${high}] (${regrets.length})`;
}

function ratio(first: readonly number[], peers: readonly (readonly number[])[]): string {
  const medians = peers.filter((regrets) => regrets.length > 0).map((regrets) => quantile(regrets, 0.5));
  if (first.length === 0 || medians.length === 0) return "-";
  return (Math.max(Math.min(...medians), FLOOR) / Math.max(quantile(first, 0.5), FLOOR)).toPrecision(2);
}

/** Linear between the two nearest ranks. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = share * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? Number.NaN;
  const above = sorted[Math.ceil(rank)] ?? Number.NaN;
  return below + (rank - Math.floor(rank)) * (above - below);
}
