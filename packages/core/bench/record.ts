import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { basename, join } from "node:path";

/** One row of a table of results. */
export interface Measurement {
  readonly what: string;
  /** With its unit: `0.21 ms`. */
  readonly measured: string;
  /** What it may be at most, where something was promised. */
  readonly limit?: string;
}

/** The shortest of `repetitions` runs, in milliseconds: the one that other work on the machine disturbed least. */
export function shortest(repetitions: number, run: () => unknown): number {
  let best = Infinity;
  for (let i = 0; i < repetitions; i++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** A Markdown table with columns of even width, the first row as its head. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const [head = "", ...body] = rows.map((row) => line(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))));
  return [head, line(widths.map((width) => "-".repeat(width))), ...body];
}

/** Prints the measurements and keeps them in the package's `bench/results/NAME.md`, with date, machine and command. */
export function record(name: string, measurements: readonly Measurement[]): void {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const lines = [
    `# ${name}`,
    "",
    `- Date: ${new Date().toISOString().slice(0, 10)}`,
    `- Machine: ${processors[0]?.model.trim()}, ${processors.length} cores, ${memory} GiB, ${process.platform} ${process.arch}`,
    `- Node: ${process.version}`,
    `- Command: \`pnpm bench ${name}\` in packages/${basename(process.cwd())}`,
    "",
    ...table([
      ["what", "measured", "limit"],
      ...measurements.map(({ what, measured, limit }) => [what, measured, limit ?? ""]),
    ]),
    "",
  ];
  const folder = join(process.cwd(), "bench/results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.md`), lines.join("\n"));
  console.log(lines.join("\n"));
}
