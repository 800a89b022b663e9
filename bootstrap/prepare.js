import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "./command.js";
import { workspaces } from "./workspaces.js";

const stampFile = "node_modules/.shac-setup.json";

/**
 * Brings a checkout to where any job can run: pnpm on PATH, dependencies installed, packages built.
 * Each step is left out when nothing changed since it was last done.
 * @throws Error saying which step failed and what it printed.
 */
export async function prepare() {
  const stamp = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, "utf8")) : {};
  const pnpm = await putPnpmOnPath(stamp.pnpm);
  const manifests = hashOfManifests();
  if (manifests !== stamp.manifests) {
    await step("Installing dependencies", "pnpm", ["install", "--frozen-lockfile"]);
  }
  writeFileSync(stampFile, JSON.stringify({ pnpm, manifests }));
  await step("Building", "turbo", ["run", "build", "--output-logs=errors-only"]);
}

async function step(title, command, args) {
  console.error(`${title} ...`);
  const { code, output } = await run(command, args, { capture: true });
  if (code !== 0) throw new Error(`${output}\n${title} failed: "${[command, ...args].join(" ")}" ended with ${code}.`);
  return output;
}

/** Returns the folder of the pinned pnpm, or "" when it is on PATH already. */
async function putPnpmOnPath(remembered) {
  const { packageManager } = JSON.parse(readFileSync("package.json", "utf8"));
  const onPath = await run("pnpm", ["--version"], { capture: true });
  if (`pnpm@${onPath.output.trim()}` === packageManager) return "";
  let folder = remembered;
  if (!folder || !existsSync(join(folder, "pnpm"))) {
    // npm keeps it in its own cache, so nothing global changes.
    const fetch = ["exec", "--yes", `--package=${packageManager}`, "--call", "node -p process.env.PATH"];
    const path = await step(`Fetching ${packageManager}`, "npm", fetch);
    folder = path.split(delimiter).find((entry) => existsSync(join(entry, "pnpm")));
    if (!folder) throw new Error(`npm fetched ${packageManager}, but put no pnpm on PATH: ${path}`);
  }
  process.env.PATH = folder + delimiter + process.env.PATH;
  return folder;
}

function hashOfManifests() {
  const hash = createHash("sha256");
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json"]) hash.update(readFileSync(file));
  for (const { folder } of workspaces()) hash.update(readFileSync(join(folder, "package.json")));
  return hash.digest("hex");
}
