import { expect, it } from "vitest";
import { openPage } from "./pages.js";
import type { Served } from "./served.js";

/** Tests of the list of studies and of their comparison. */
export function studiesListTests(served: () => Served): void {
  it("lists the studies of a folder, each a way to its overview", async () => {
    const page = await openPage(served().url);
    const row = page.getByRole("row", { name: "digits" });
    expect(await row.textContent()).toContain("80 of 80");
    expect(await row.textContent()).toContain("finished");
    await row.getByRole("link", { name: "digits" }).click();
    await page.getByRole("heading", { level: 1, name: "digits" }).waitFor();
    expect(await page.title()).toBe("digits · overview · shac");
  });

  it("says of a study that cannot be read why, and lists the others", async () => {
    const page = await openPage(served().url);
    const row = page.getByRole("row", { name: "damaged" });
    await row.locator(".badge-unreadable").waitFor();
    expect(await row.locator(".cell-error").textContent()).toContain("journal.jsonl");
    expect(await row.getByRole("checkbox").isDisabled()).toBe(true);
  });

  it("compares studies that are chosen, at an address of their own", async () => {
    const page = await openPage(served().url);
    await page.getByLabel("Compare digits").check();
    await page.getByLabel("Compare many").check();
    await page.getByRole("link", { name: "Compare 2 studies" }).click();
    await page.getByRole("heading", { name: "Best value of each study" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Best value of each study" }).waitFor();
    await expect.poll(() => page.getByRole("row").count()).toBe(3);
  });

  it("says that an address names nothing, or a study that is not there", async () => {
    const page = await openPage(`${served().url}#/elsewhere`);
    await page.getByText("The address names no view").waitFor();
    await page.goto(`${served().url}#/study/absent`);
    await page.getByRole("alert").getByText("absent").waitFor();
  });

  it("keeps the colours that were chosen, and follows the computer until then", async () => {
    const page = await openPage(served().url, { colorScheme: "dark" });
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await background();
    await page.emulateMedia({ colorScheme: "light" });
    await expect.poll(background).not.toBe(dark);
    await page.getByTitle("dark colours").click();
    await expect.poll(background).toBe(dark);
    await page.reload();
    await page.getByRole("row", { name: "digits" }).waitFor();
    await expect.poll(background).toBe(dark);
  });
}
