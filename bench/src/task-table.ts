import type { BenchOptions } from "./options.js";
import type { Run } from "./runs.js";
import { line, quantile, regretsOf, secondsOf } from "./table.js";

/**
 * A Markdown table for problems whose least value nobody knows: the median loss with its 10 and 90 % quantiles, and how the
 * samplers rank, 1 being the best, in the mean over all searches of the same problem and seed.
 */
export function taskTable(runs: readonly Run[], options: BenchOptions): string[] {
  const columns = [...options.samplers, ...options.peers];
  const rows = options.problems.map((problem) => [
    problem,
    ...columns.map((sampler) => summary(regretsOf(runs, options, sampler, problem))),
  ]);
  const head = ["task", ...columns];
  return [
    line(head),
    line(head.map(() => "---")),
    ...rows.map(line),
    line(["mean rank", ...meanRanks(runs, options, columns).map((rank) => rank.toFixed(2))]),
    line([
      "processor time of a search, median; ours with the evaluations",
      ...columns.map((sampler) => secondsOf(runs, options, sampler)),
    ]),
  ];
}

function summary(losses: readonly number[]): string {
  if (losses.length === 0) return "-";
  const [low, median, high] = [0.1, 0.5, 0.9].map((share) => quantile(losses, share).toPrecision(4));
  return `**${median}** [${low}, ${high}] (${losses.length})`;
}

/** Those that are equal share their ranks. */
function meanRanks(runs: readonly Run[], options: BenchOptions, columns: readonly string[]): number[] {
  const races = options.problems.flatMap((problem) =>
    options.seeds.map((seed) =>
      columns.map((sampler) => regretsOf(runs, { ...options, seeds: [seed] }, sampler, problem)[0]),
    ),
  );
  const complete = races.filter((losses): losses is number[] => losses.every((loss) => loss !== undefined));
  return columns.map((_, column) => {
    const ranks = complete.map((losses) => {
      const own = losses[column] as number;
      const ahead = losses.filter((loss) => loss < own).length;
      return ahead + (losses.filter((loss) => loss === own).length + 1) / 2;
    });
    return ranks.reduce((a, b) => a + b, 0) / ranks.length;
  });
}
