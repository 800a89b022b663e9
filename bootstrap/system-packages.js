import { run } from "./command.js";

/**
 * Programs, each in a package of its own name in Debian: a Redis, a voice for examples/voice-activity, and a browser for the
 * page of packages/dashboard.
 */
const programs = ["redis-server", "espeak-ng", "chromium"];

/** Installs what tests need from the system, where apt-get can; elsewhere those tests are skipped, loudly. */
export async function installSystemPackages() {
  for (const program of programs) {
    const { code } = await run(program, ["--version"], { capture: true });
    if (code !== 0) await install(program);
  }
}

async function install(program) {
  console.error(`Installing ${program} ...`);
  const words = ["install", "-y", "--no-install-recommends", program];
  // A machine that has never asked for its lists of packages has none.
  if ((await run("apt-get", words, { capture: true })).code === 0) return;
  await run("apt-get", ["update"], { capture: true });
  await run("apt-get", words, { capture: true });
}
