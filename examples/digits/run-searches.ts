import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Runs `shac run study.ts` with the options `shared`, and beside it the same with the random sampler and without a display,
 * as the study digits-random. Resolves to 0, or to the exit code of the one that did not end well.
 */
export async function runSearches(shared: readonly string[]): Promise<number> {
  const start = (options: readonly string[], stdio: StdioOptions): ChildProcess =>
    spawn("node_modules/.bin/shac", ["run", "study.ts", ...options, ...shared], { stdio });
  const shac = start([], "inherit");
  const random = start(["--name", "digits-random", "--sampler", "random", "--quiet"], ["ignore", "ignore", "inherit"]);

  // A terminal sends Ctrl-C to the searches as well; this process only has to outlive them.
  const outlive = (): void => {};
  const stop = (): void => {
    shac.kill();
    random.kill();
  };
  process.on("SIGINT", outlive);
  process.on("SIGTERM", stop);
  const exitCode = async (search: ChildProcess): Promise<number> => {
    const [code] = (await once(search, "close")) as [number | null];
    if (code !== 0 && code !== 130) stop();
    return code ?? 1;
  };
  const ofShac = exitCode(shac);
  const ofRandom = exitCode(random);
  if ((await ofShac) === 0 && random.exitCode === null) console.log("\nWaiting for the random search ...");
  return (await ofShac) || (await ofRandom);
}
