// node images/take.js DIR in docs: takes the pictures of the dashboard of a folder with the study that examples/digits makes:
//   pnpm --dir examples/digits exec shac run study.ts --dir DIR
import { serveDashboard } from "@shac/dashboard";
import { chromium } from "playwright-core";

const pictures = [
  { file: "dashboard-overview.png", hash: "#/study/digits", heading: "History", colorScheme: "light" },
  {
    file: "dashboard-parameters.png",
    hash: "#/study/digits/parameters",
    heading: "Importance",
    colorScheme: "dark",
  },
];

const dashboard = await serveDashboard({ dir: process.argv[2], port: 0 });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const { file, hash, heading, colorScheme } of pictures) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme });
  await page.goto(`${dashboard.url}${hash}`);
  await page.getByRole("heading", { name: heading }).waitFor();
  await page.locator(".chart-canvas").first().waitFor();
  // Canvases are painted with the frame after.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await page.screenshot({ path: new URL(file, import.meta.url).pathname });
}
await browser.close();
await dashboard.close();
