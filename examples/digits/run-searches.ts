import { type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Runs `shac run study.ts` on all cores with the options `shared`, then the same with the random sampler, of which only the
 * display is shown, as the study digits-random. Resolves to 0, or to the exit code of the first that did not end well.
 */
export async function runSearches(shared: readonly string[]): Promise<number> {
  console.log("shac-gp, the default sampler:\n");
  const code = await runSearch(shared, "inherit");
  if (code !== 0) return code;
  console.log("\nRandom search ...\n");
  const random = ["--name", "digits-random", "--sampler", "random", "--json"];
  return runSearch([...random, ...shared], ["ignore", "ignore", "inherit"]);
}

async function runSearch(options: readonly string[], stdio: StdioOptions): Promise<number> {
  const search = spawn("node_modules/.bin/shac", ["run", "study.ts", ...options], { stdio });
  // A terminal sends Ctrl-C to the search as well; this process only has to outlive it.
  const outlive = (): void => {};
  const stop = (): void => void search.kill();
  process.on("SIGINT", outlive);
  process.on("SIGTERM", stop);
  const [code] = (await once(search, "close")) as [number | null];
  process.off("SIGINT", outlive);
  process.off("SIGTERM", stop);
  return code ?? 1;
}
