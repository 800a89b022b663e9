import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PROGRAM = "/usr/bin/chromium";

export const hasChromium = existsSync(PROGRAM);

/** Debian's chromium, which asks nobody for anything; it runs as root too. */
export function launchBrowser(): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-background-networking"];
  return chromium.launch({ executablePath: PROGRAM, args });
}
