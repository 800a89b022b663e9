import { type Dashboard, serveDashboard } from "@shac/dashboard";
import { afterAll, beforeAll, describe } from "vitest";
import { hasChromium } from "./browser.js";
import { accessTests } from "./page/access.js";
import { hostileTests } from "./page/hostile.js";
import { liveTests } from "./page/live.js";
import { overviewTests } from "./page/overview.js";
import { pageStudies } from "./page/page-studies.js";
import { closeBrowser } from "./page/pages.js";
import { studiesListTests } from "./page/studies-list.js";
import { trialsTests } from "./page/trials.js";

describe.skipIf(!hasChromium)("the page [needs chromium: apt-get install chromium]", () => {
  let dir: string;
  let dashboard: Dashboard;
  beforeAll(async () => {
    dir = await pageStudies();
    dashboard = await serveDashboard({ dir, port: 0 });
  });
  afterAll(async () => {
    await closeBrowser();
    await dashboard.close();
  });
  const served = () => ({ dir, url: dashboard.url });

  studiesListTests(served);
  overviewTests(served);
  trialsTests(served);
  liveTests(served);
  hostileTests(served);
  accessTests(served);
});
