import { run } from "./command.js";

/**
 * Programs and their packages in Debian: a Redis, networks for two hosts that share it, a voice for examples/voice-activity, a
 * browser for the page of packages/dashboard, and shells in which the program of packages/cli completes words.
 */
const programs = {
  "redis-server": "redis-server",
  ip: "iproute2",
  "espeak-ng": "espeak-ng",
  chromium: "chromium",
  zsh: "zsh",
  fish: "fish",
};

/** Installs what tests need from the system, where apt-get can; elsewhere those tests are skipped, loudly. */
export async function installSystemPackages() {
  for (const [program, debianPackage] of Object.entries(programs)) {
    const { code } = await run("sh", ["-c", `command -v ${program}`], { capture: true });
    if (code !== 0) await install(debianPackage);
  }
}

async function install(debianPackage) {
  console.error(`Installing ${debianPackage} ...`);
  const words = ["install", "-y", "--no-install-recommends", debianPackage];
  // A machine that has never asked for its lists of packages has none.
  if ((await run("apt-get", words, { capture: true })).code === 0) return;
  await run("apt-get", ["update"], { capture: true });
  await run("apt-get", words, { capture: true });
}
