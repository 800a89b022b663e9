import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { failedDigits, kept } from "./page-studies.js";
import { openPage } from "./pages.js";
import type { Served } from "./served.js";

/** Tests of the table of trials and of a trial's page. */
export function trialsTests(served: () => Served): void {
  it("sorts by any column", async () => {
    const study = await kept(served().dir, "digits");
    const page = await openPage(`${served().url}#/study/digits/trials`);
    await firstTrial(page, 79);
    await page.getByRole("button", { name: "dropout" }).click();
    const byDropout = study.trials.toSorted((a, b) => Number(a.params.dropout) - Number(b.params.dropout));
    await firstTrial(page, byDropout[0]?.number);
    await page.getByRole("button", { name: "dropout" }).click();
    await firstTrial(page, byDropout.at(-1)?.number);
    expect(await page.getByRole("columnheader", { name: "dropout" }).getAttribute("aria-sort")).toBe("descending");
  });

  it("filters by an expression, and says below it what is wrong with one", async () => {
    const study = await kept(served().dir, "digits");
    const page = await openPage(`${served().url}#/study/digits/trials`);
    const field = page.getByLabel("Filter");
    await field.fill('params.layers == 3 && state != "failed"');
    const count = study.trials.filter(({ params, state }) => params.layers === 3 && state !== "failed").length;
    await page.getByText(`${count} trials match`).waitFor();
    await field.fill("params.layers == ");
    await page.getByRole("alert").waitFor();
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    // The address keeps the filter, so a link shows the same rows.
    await field.fill("number < 4");
    await page.getByText("4 trials match").waitFor();
    await page.reload();
    await page.getByText("4 trials match").waitFor();
  });

  it("shows the columns that are chosen", async () => {
    const page = await openPage(`${served().url}#/study/digits/trials`);
    await page.getByText("Columns", { exact: true }).click();
    await page.getByRole("checkbox", { name: "dropout" }).uncheck();
    await page.getByRole("checkbox", { name: "Batch", exact: true }).check();
    await page.getByRole("columnheader", { name: "Batch", exact: true }).waitFor();
    expect(await page.getByRole("columnheader", { name: "dropout" }).count()).toBe(0);
  });

  it("draws of many rows those on screen alone, to the last", async () => {
    const page = await openPage(`${served().url}#/study/many/trials?sort=number&order=asc`);
    await firstTrial(page, 0);
    const scroller = page.locator(".trials-scroll");
    await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await page.getByRole("link", { name: "999", exact: true }).waitFor();
    expect(await page.getByRole("row").count()).toBeLessThan(80);
    expect(await page.getByRole("table").getAttribute("aria-rowcount")).toBe("1001");
    // Back from a trial, the table is where it was left.
    await page.getByRole("link", { name: "999", exact: true }).click();
    await page.getByRole("heading", { name: "Trial 999" }).waitFor();
    await page.goBack();
    await page.getByRole("link", { name: "999", exact: true }).waitFor();
  });

  it("tells all about a trial that is complete", async () => {
    const study = await kept(served().dir, "digits");
    const trial = study.trials.find(({ state }) => state === "complete");
    const page = await openPage(`${served().url}#/study/digits/trials/${trial?.number}`);
    await page.getByRole("heading", { name: "Reports" }).waitFor();
    await page
      .getByRole("region", { name: "Log" })
      .first()
      .getByText(`trained ${trial?.params.layers} layers`)
      .waitFor();
    expect(await page.getByRole("region", { name: "Metrics" }).textContent()).toContain(`${trial?.metrics?.latencyMs}`);
    await expect.poll(() => page.getByRole("region", { name: "Attempts" }).getByRole("row").count()).toBe(2);
    const parameters = page.getByRole("region", { name: "Parameters" });
    await parameters.getByTitle(String(trial?.params.dropout)).waitFor();
  });

  it("tells why a trial failed, with the causes", async () => {
    const [failed] = failedDigits;
    const page = await openPage(`${served().url}#/study/digits/trials/${failed}`);
    const failure = page.getByRole("region", { name: "Failure" });
    await failure.getByText("The loss is not a number").first().waitFor();
    expect(await failure.textContent()).toContain("caused by TypeError: The matrix is singular");
    await page.getByRole("link", { name: `${(failed ?? 0) + 1} →` }).click();
    await page.getByRole("heading", { name: `Trial ${(failed ?? 0) + 1}` }).waitFor();
  });
}

/** Waits until the first row is a trial's. */
async function firstTrial(page: Page, number: number | undefined): Promise<void> {
  await page.locator(`tbody tr[aria-rowindex="2"] a`, { hasText: new RegExp(`^(best)?${number}$`) }).waitFor();
}
