import { expect, it } from "vitest";
import { kept } from "./page-studies.js";
import { openPage } from "./pages.js";
import type { Served } from "./served.js";

/** Tests of a study's overview. */
export function overviewTests(served: () => Served): void {
  it("shows how far a study is and what it found", async () => {
    const study = await kept(served().dir, "digits");
    const page = await openPage(`${served().url}#/study/digits`);
    const progress = page.getByRole("region", { name: "Progress" });
    const count = (state: string) => study.trials.filter((trial) => trial.state === state).length;
    await progress.getByText(`${count("pruned")} pruned`).waitFor();
    await progress.getByText(`${count("failed")} failed`).waitFor();
    const best = page.getByRole("region", { name: "Best trial" });
    await best.getByRole("link", { name: `All about trial ${study.best?.number}` }).waitFor();
    await page.getByRole("heading", { name: "History" }).waitFor();
    const rows = page.getByRole("region", { name: "Batches", exact: true }).getByRole("row");
    await expect.poll(() => rows.count()).toBe(1 + 8);
  });

  it("copies the best parameters as JSON and as TypeScript", async () => {
    const study = await kept(served().dir, "digits");
    const page = await openPage(`${served().url}#/study/digits`, {
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await page.getByRole("button", { name: "Copy as JSON" }).click();
    await page.getByText("Copied").waitFor();
    expect(JSON.parse(await copied())).toEqual(study.best?.params);
    await page.getByRole("button", { name: "Copy as TypeScript" }).click();
    await page.getByText("Copied").nth(1).waitFor();
    expect(await copied()).toContain(`activation: "${study.best?.params.activation}",`);
  });

  it("hands out all trials as CSV and JSON", async () => {
    const page = await openPage(`${served().url}#/study/digits`);
    for (const name of ["CSV", "JSON"]) {
      const download = page.waitForEvent("download");
      await page.getByRole("link", { name, exact: true }).click();
      expect((await download).suggestedFilename()).toBe(`digits.${name.toLowerCase()}`);
    }
  });
}
