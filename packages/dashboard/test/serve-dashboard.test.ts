import { serveDashboard } from "@shac/dashboard";
import { expect, it, onTestFinished } from "vitest";
import { folderWithStudy } from "./studies.js";

it("serves the page and the studies of a folder", async () => {
  const dashboard = await serveDashboard({ dir: await folderWithStudy(), port: 0 });
  onTestFinished(() => dashboard.close());

  const page = await (await fetch(dashboard.url)).text();
  const script = /src="\.\/(assets\/[^"]+\.js)"/.exec(page)?.[1];
  expect((await fetch(new URL(script ?? "", dashboard.url))).headers.get("content-type")).toMatch("text/javascript");
  const { studies } = (await (await fetch(new URL("api/studies", dashboard.url))).json()) as { studies: object[] };
  expect(studies).toMatchObject([{ name: "bowl", finished: 20, totalBudget: 20 }]);
});
