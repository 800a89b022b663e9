import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));

/**
 * Runs `shac run study.ts` in this folder with the options `shared`, and beside it the same with the random sampler and
 * without a display, as the study digits-random. Resolves to 0, or to the exit code of the one that did not end well.
 */
export async function runSearches(shared: readonly string[]): Promise<number> {
  const start = (options: readonly string[], stdio: StdioOptions): ChildProcess =>
    spawn("node_modules/.bin/shac", ["run", "study.ts", ...options, ...shared], { cwd: folder, stdio });
  const searches = [
    start([], "inherit"),
    start(["--name", "digits-random", "--sampler", "random", "--quiet"], ["ignore", "ignore", "inherit"]),
  ];

  // A terminal sends Ctrl-C to the searches as well; this process only has to outlive them.
  const outlive = (): void => {};
  const stop = (): void => {
    for (const search of searches) search.kill();
  };
  process.on("SIGINT", outlive);
  process.on("SIGTERM", stop);
  try {
    const codes = await Promise.all(
      searches.map(async (search) => {
        const [code] = (await once(search, "close")) as [number | null];
        if (code !== 0 && code !== 130) stop();
        return code ?? 1;
      }),
    );
    return codes.find((code) => code !== 0) ?? 0;
  } finally {
    process.off("SIGINT", outlive);
    process.off("SIGTERM", stop);
  }
}
