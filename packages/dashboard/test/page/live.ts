import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { SteeredStudy } from "./page-studies.js";
import { openPage } from "./pages.js";
import type { Served } from "./served.js";
import { goTo, views } from "./views.js";

/** Tests of a page over a search that runs, and over a server that is killed. */
export function liveTests(served: () => Served): void {
  it("shows what a search does within a second, and keeps the place of whoever reads", async () => {
    const study = await SteeredStudy.start(served().dir, "live");
    onTestFinished(() => study.finishAll());
    const page = await openPage(`${served().url}#/study/live/trials?sort=number&order=asc`);
    const complete = page.locator(".badge-complete");
    const table = page.locator(".trials-scroll");
    await page.getByRole("link", { name: "0", exact: true }).waitFor();
    await table.evaluate((element) => element.scrollTo(0, 30));
    const delays: number[] = [];
    for (let count = 1; count <= 4; count++) {
      const started = performance.now();
      study.finishOne();
      await complete.nth(count - 1).waitFor();
      delays.push(performance.now() - started);
    }
    // Other tests take the processors meanwhile, so not every one of them is held to it.
    expect(Math.min(...delays)).toBeLessThan(1000);
    expect(await table.evaluate((element) => element.scrollTop)).toBe(30);
    await study.finishAll();
    await page.locator("h1 + .badge").getByText("finished").waitFor();
  });

  it("shows every view of a search that runs", async () => {
    const study = await SteeredStudy.start(served().dir, "running");
    onTestFinished(() => study.finishAll());
    const page = await openPage(served().url);
    for (const [, hash, shown] of views("running", 0)) {
      await goTo(page, hash, shown);
      await page.locator("h1 + .badge-running").waitFor();
    }
    await page.getByRole("link", { name: "Overview" }).click();
    study.finishOne();
    await page.getByText("1 of 60").first().waitFor();
    await page.getByRole("link", { name: "All about trial 0" }).waitFor();
  });

  it("shows a study that is begun while the list is open", async () => {
    const page = await openPage(served().url);
    await page.getByRole("row", { name: "digits" }).waitFor();
    const study = await SteeredStudy.start(served().dir, "begun");
    onTestFinished(() => study.finishAll());
    await page.getByRole("row", { name: "begun" }).getByText("running").waitFor();
  });

  it("says that the server is gone, and goes on by itself when it is back", async () => {
    const dir = await mkdtemp(join(tmpdir(), "dashboard-killed-"));
    const study = await SteeredStudy.start(dir, "survivor");
    onTestFinished(() => study.finishAll());
    const first = await serve(dir, 0, "known-to-both-servers");
    const page = await openPage(`${first.url}#/study/survivor`);
    await page.getByText("0 of 60").first().waitFor();
    first.child.kill("SIGKILL");
    await page.getByText("Connection lost").waitFor();
    // What was there stays to be read.
    await page.getByText("0 of 60").first().waitFor();
    study.finishOne();
    await serve(dir, Number(new URL(first.url).port), "known-to-both-servers");
    await page.getByText("1 of 60").first().waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
  });

  it("asks for the address with the token when the server has come back with another", async () => {
    const dir = await mkdtemp(join(tmpdir(), "dashboard-token-"));
    const first = await serve(dir, 0, "token-of-the-first");
    const page = await openPage(first.url);
    await page.getByText("This folder holds no study yet.").waitFor();
    first.child.kill("SIGKILL");
    const second = await serve(dir, Number(new URL(first.url).port), "token-of-the-second");
    await page.getByText("Token needed").waitFor();
    await page.goto(second.url);
    await page.getByText("Live", { exact: true }).waitFor();
  });
}

const program = `
  const { serveDashboard } = await import("@shac/dashboard");
  const dashboard = await serveDashboard({ dir: process.argv[1], port: Number(process.argv[2]), token: process.argv[3] });
  console.log(dashboard.url);
`;

/** A dashboard in a process of its own, which may be killed. */
async function serve(
  dir: string,
  port: number,
  token: string,
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const cwd = new URL("..", import.meta.url);
  const child = spawn(process.execPath, ["--input-type=module", "-e", program, dir, String(port), token], {
    cwd,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (line: Buffer) => resolve(line.toString().trim()));
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { child, url };
}
