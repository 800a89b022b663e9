import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./command.js";
import { runGuards } from "./guards.js";
import { prepare } from "./prepare.js";

const jobs = {
  start: async (args) => {
    await prepare();
    // By npm, as the commands that it prints at its end name who started it, and pnpm need not be there.
    return (await run("npm", ["--silent", "--prefix", "examples/digits", "start", "--", ...args])).code;
  },
  test: () => runGuards(),
  soak: () => {
    process.env.SOAK = "1";
    return runGuards();
  },
};

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
process.env.PATH = join(root, "node_modules/.bin") + delimiter + process.env.PATH;
process.env.TURBO_TELEMETRY_DISABLED = "1";
process.env.TURBO_NO_UPDATE_NOTIFIER = "1";

const [job, ...args] = process.argv.slice(2);
try {
  process.exitCode = await jobs[job](args);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
