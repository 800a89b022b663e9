import { rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.js";
import { fetchOtherNodes } from "./other-nodes.js";
import { prepare } from "./prepare.js";
import { installSystemPackages } from "./system-packages.js";
import { countTests } from "./test-results.js";
import { buildTfBindings } from "./tf-bindings.js";
import { workspaces } from "./workspaces.js";

const wholeRepository = [
  ["types of tests and examples", "tsc", ["-b", "tsconfig.tests.json"]],
  ["lint and format", "biome", ["ci", "--error-on-warnings"]],
  ["package boundaries", "turbo", ["boundaries"]],
  ["unused code", "knip", []],
  ["counting of test results", "node", ["--test", "bootstrap/test-results.test.js"]],
];

/** Runs everything that guards the project, prints the totals as its last line and resolves to the exit code. */
export async function runGuards() {
  // Part of turbo's key, as OTHER_NODES is, so that no result of another Node version is taken from the cache.
  process.env.TEST_NODE_VERSION = process.version;
  const totals = { passed: 0, failed: 0, skipped: [] };
  try {
    await prepare();
    process.env.OTHER_NODES = (await fetchOtherNodes()).join();
    await installSystemPackages();
    process.env.TF_BINDINGS = await buildTfBindings();
    totals.passed += 1;
    for (const [title, command, args] of wholeRepository) await guard(totals, title, command, args);
    // Most tests wait for something half of the time, so two packages at once take hardly longer than one.
    const left = workspaces().values();
    await Promise.all([guardWorkspaces(totals, left), guardWorkspaces(totals, left)]);
  } catch (error) {
    console.log(error.message);
    totals.failed += 1;
  }
  for (const skipped of totals.skipped) console.log(`SKIPPED ${skipped}`);
  console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped.length} skipped`);
  return totals.failed > 0 ? 1 : 0;
}

/** One after the other, those that nobody else has taken. */
async function guardWorkspaces(totals, left) {
  for (const workspace of left) await guardWorkspace(totals, workspace);
}

async function guardWorkspace(totals, { folder, manifest }) {
  const scripts = manifest.private ? ["test"] : ["check:package", "test"];
  for (const script of scripts) {
    const title = `${folder} ${script}`;
    if (!manifest.scripts?.[script]) {
      console.log(`${title} ... FAILED\n${folder}/package.json has no script "${script}"; every package needs one.`);
      totals.failed += 1;
      continue;
    }
    const results = manifest.scripts[script].startsWith("vitest") ? join(folder, "test-results.json") : undefined;
    if (results) rmSync(results, { force: true });
    // What an example skips it says in its output.
    const args = ["run", script, `--filter=./${folder}`, `--output-logs=${results ? "errors-only" : "full"}`];
    await guard(totals, title, "turbo", args, results);
  }
}

async function guard(totals, title, command, args, results) {
  const started = performance.now();
  const { code, output } = await run(command, args, { capture: true });
  if (code > 128) throw new Error(`stopped by a signal (exit code ${code})`);
  const counts = countTests(results, code, output);
  totals.passed += counts.passed;
  totals.failed += counts.failed;
  totals.skipped.push(...counts.skipped.map((name) => `${title}: ${name}`));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${title} ... ${counts.failed > 0 ? "FAILED" : "ok"} (${counts.passed} passed, ${seconds} s)`);
  if (counts.failed > 0) console.log(`${output}\n${counts.missing.join("\n")}`);
}
