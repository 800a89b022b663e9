import { parseArgs } from "node:util";
import { runSearches } from "./run-searches.js";

const { values: options } = parseArgs({
  options: { dir: { type: "string" }, budget: { type: "string" }, batches: { type: "string" } },
});

console.log("Two searches with the same budget and seed, each on all cores.\n");
process.exitCode = await runSearches(Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]));
if (process.exitCode === 0) {
  const { printReport } = await import("./report.js");
  await printReport(options.dir ?? ".shac");
} else if (process.exitCode === 130) {
  console.log("The search was interrupted; it goes on from here when this is started again.");
}
