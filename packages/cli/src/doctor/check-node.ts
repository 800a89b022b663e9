import type { Check } from "./check.js";

/** The oldest version that the packages run on: 20.19. */
const OLDEST = [20, 19] as const;

/** Whether Node.js is new enough. */
export function checkNode(version: string = process.versions.node): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOk = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  const detail = isOk ? version : `${version}; Node.js ${OLDEST.join(".")} or later is needed.`;
  return { name: "Node.js", state: isOk ? "ok" : "fault", detail };
}
