import { parseArgs } from "node:util";
import { printReport } from "./report.js";
import { runSearches } from "./run-searches.js";

const { values: options } = parseArgs({
  options: { dir: { type: "string", default: ".shac" }, budget: { type: "string" }, batches: { type: "string" } },
});
const shared = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);

console.log("Two searches with the same budget and seed: SHAC here, and random search unseen beside it.\n");
process.exitCode = await runSearches(shared);
if (process.exitCode === 0) await printReport(options.dir);
if (process.exitCode === 130) console.log("\nBoth searches stopped, and go on from here when they are started again.");
