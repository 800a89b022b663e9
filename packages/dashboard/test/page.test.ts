import { serveDashboard } from "@shac/dashboard";
import { expect, it, onTestFinished } from "vitest";
import { hasChromium, launchBrowser } from "./browser.js";
import { folderWithStudy } from "./studies.js";

it.skipIf(!hasChromium)("lists the studies of a folder [needs chromium: apt-get install chromium]", async () => {
  const dashboard = await serveDashboard({ dir: await folderWithStudy(), port: 0 });
  onTestFinished(() => dashboard.close());
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(dashboard.url);
  expect(await page.getByRole("row", { name: "bowl" }).textContent()).toContain("20 of 20");
});
