import { type Dashboard, serveDashboard } from "@shac/dashboard";
import { afterAll, beforeAll, describe } from "vitest";
import { hasChromium } from "./browser.js";
import { closeBrowser } from "./page/pages.js";
import { studiesListTests } from "./page/studies-list.js";
import { folderWithStudy } from "./studies.js";

describe.skipIf(!hasChromium)("the page [needs chromium: apt-get install chromium]", () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await serveDashboard({ dir: await folderWithStudy(), port: 0 });
  });
  afterAll(async () => {
    await closeBrowser();
    await dashboard.close();
  });

  studiesListTests(() => dashboard.url);
});
