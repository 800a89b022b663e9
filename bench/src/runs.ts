import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";

/** One finished search. */
export interface Run {
  readonly sampler: string;
  readonly problem: string;
  readonly totalBudget: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly regret: number;
  /** Processor time of the process that proposed. */
  readonly seconds: number;
}

const FOLDER: URL = new URL("../results/", import.meta.url);
const FILE: URL = new URL("runs.jsonl", FOLDER);

/** Every run so far, of this and of other programs. */
export function readRuns(): Run[] {
  if (!existsSync(FILE)) return [];
  const lines = readFileSync(FILE, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Run);
}

export function keepRun(run: Run): void {
  mkdirSync(FOLDER, { recursive: true });
  appendFileSync(FILE, `${JSON.stringify(run)}\n`);
}

/** Tells a run from those of other samplers, problems, settings and seeds. */
export function keyOfRun({ sampler, problem, totalBudget, batchSize, seed }: Omit<Run, "regret" | "seconds">): string {
  return [sampler, problem, totalBudget, batchSize, seed].join(" ");
}
