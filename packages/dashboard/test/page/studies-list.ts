import { expect, it } from "vitest";
import { openPage, violations } from "./pages.js";

/** Tests of the list of studies, served at `url()`. */
export function studiesListTests(url: () => string): void {
  it("lists the studies of a folder, each a way to its overview", async () => {
    const page = await openPage(url());
    const row = page.getByRole("row", { name: "bowl" });
    expect(await row.textContent()).toContain("20 of 20");
    await row.getByRole("link", { name: "bowl" }).click();
    await page.waitForURL("**/#/study/bowl");
  });

  it.each(["light", "dark"] as const)("leaves axe nothing to find in the list of studies, %s", async (colorScheme) => {
    const page = await openPage(url(), { colorScheme });
    await page.getByRole("row", { name: "bowl" }).waitFor();
    expect(await violations(page)).toEqual([]);
  });
}
