import { serveDashboard } from "@shac/dashboard";
import { expect, it, onTestFinished } from "vitest";
import { folderWithStudy } from "../studies.js";
import { visit } from "../visit.js";

it("serves the page and the studies of a folder", async () => {
  const dashboard = await serveDashboard({ dir: await folderWithStudy(), port: 0 });
  onTestFinished(() => dashboard.close());
  const visitor = await visit(dashboard.url);

  const page = await (await visitor.get("/")).text();
  const script = /src="\.\/(assets\/[^"]+\.js)"/.exec(page)?.[1];
  expect((await visitor.get(script ?? "")).headers.get("content-type")).toMatch("text/javascript");
  const { studies } = await visitor.json<{ studies: object[] }>("api/studies");
  expect(studies).toMatchObject([{ name: "bowl", finished: 20, totalBudget: 20, state: "finished" }]);
});
