import { run } from "./command.js";

/** Installs redis-server for the tests that need one, where apt-get can; elsewhere those tests are skipped, loudly. */
export async function installRedis() {
  const { code } = await run("redis-server", ["--version"], { capture: true });
  if (code === 0) return;
  console.error("Installing redis-server ...");
  const install = ["install", "-y", "--no-install-recommends", "redis-server"];
  // A machine that has never asked for its lists of packages has none.
  if ((await run("apt-get", install, { capture: true })).code === 0) return;
  await run("apt-get", ["update"], { capture: true });
  await run("apt-get", install, { capture: true });
}
