import { parseArgs } from "node:util";
import { bbobNames } from "./bbob.js";
import { problemOf, TEN } from "./problems.js";

/** What a run of the bench compares. */
export interface BenchOptions {
  readonly samplers: readonly string[];
  readonly peers: readonly string[];
  readonly problems: readonly string[];
  readonly totalBudget: number;
  readonly batchSize: number;
  readonly seeds: readonly number[];
  /** Only show what was finished earlier. */
  readonly print: boolean;
  /** Name of the file under results/; absent: nothing is kept. */
  readonly save: string | undefined;
}

const list = (text: string): string[] => text.split(",").filter(Boolean);

export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      samplers: { type: "string", default: "shac-gp,shac,random" },
      peers: { type: "string", default: "" },
      problems: { type: "string", default: TEN.map(({ name }) => name).join() },
      bbob: { type: "string" },
      frozen: { type: "string", default: "" },
      "total-budget": { type: "string", default: "200" },
      "batch-size": { type: "string", default: "10" },
      "first-seed": { type: "string", default: "1" },
      seeds: { type: "string", default: "15" },
      print: { type: "boolean", default: false },
      save: { type: "string" },
    },
  });
  const problems =
    values.bbob === undefined ? list(values.problems) : bbobNames(values.frozen, list(values.bbob).map(Number));
  for (const name of problems) problemOf(name);
  return {
    samplers: list(values.samplers),
    peers: list(values.peers),
    problems,
    totalBudget: Number(values["total-budget"]),
    batchSize: Number(values["batch-size"]),
    seeds: Array.from({ length: Number(values.seeds) }, (_, i) => Number(values["first-seed"]) + i),
    print: values.print,
    save: values.save,
  };
}
