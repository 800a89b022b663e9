// pnpm bench [--samplers shac-gp,shac,random] [--peers optuna-tpe,optuna-cma-es,optuna-gp] [--problems branin,...]
//   or --bbob 5,10 --frozen COMMIT: the functions of BBOB in 5 and 10 dimensions, on instances that the commit's hash chooses
//   [--total-budget 200] [--batch-size 10] [--first-seed 1] [--seeds 15] [--save NAME] [--print]
// Goes on where it was stopped: finished searches lie in results/runs.jsonl; --print shows them and runs nothing.
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { stopBbob } from "./bbob.js";
import { readOptions } from "./options.js";
import { TASKS } from "./problems.js";
import { preparePython } from "./python.js";
import { runOurs } from "./run-ours.js";
import { runPeers } from "./run-peers.js";
import { readRuns } from "./runs.js";
import { table } from "./table.js";
import { taskTable } from "./task-table.js";

const args = process.argv.slice(2);
const options = readOptions(args);
if (!options.print) {
  if (options.peers.length > 0 || options.problems.some((name) => name.startsWith("bbob-"))) preparePython();
  await runOurs(options);
  stopBbob();
  runPeers(options);
}
const areTasks = options.problems.every((name) => TASKS.some((task) => task.name === name));
const lines = [
  `# N = ${options.totalBudget}, W = ${options.batchSize}`,
  "",
  `- Date: ${new Date().toISOString().slice(0, 10)}`,
  `- Machine: ${cpus()[0]?.model.trim()}, ${cpus().length} cores; Node ${process.version}; peers: peers/requirements.txt`,
  `- Command: \`pnpm bench ${args.join(" ")}\` in bench/`,
  `- Median ${areTasks ? "validation loss" : "regret"} [10 %, 90 %] (searches), seeds ${options.seeds[0]} to ${options.seeds.at(-1)}`,
  "",
  ...(areTasks ? taskTable : table)(readRuns(), options),
  "",
];
console.log(lines.join("\n"));
if (options.save !== undefined)
  writeFileSync(new URL(`../results/${options.save}.md`, import.meta.url), lines.join("\n"));
