import { expect, it } from "vitest";
import { hostileText, longText } from "./page-studies.js";
import { openPage } from "./pages.js";
import type { Served } from "./served.js";
import { goTo, views } from "./views.js";

/** Tests of a study whose names, values and errors are meant to do harm. */
export function hostileTests(served: () => Served): void {
  it("takes what a study says for nothing but text, in every view", async () => {
    const page = await openPage(served().url);
    for (const [name, hash, shown] of views("hostile", 6)) {
      await goTo(page, hash, shown);
      expect(await page.locator("main :is(img, script, b, iframe)").count(), name).toBe(0);
      expect(await page.title(), name).not.toContain("owned");
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(0);
      // An override of direction that leaks would turn the text around it.
      expect(await page.getByText("\u202E").evaluateAll(notIsolated), name).toEqual([]);
    }
  });

  it("cuts a long text off, and shows all of it to whoever asks", async () => {
    const page = await openPage(`${served().url}#/study/hostile/trials/6`);
    const failure = page.getByRole("region", { name: "Failure" });
    await failure.getByRole("button", { name: /Show all/ }).click();
    expect(await failure.locator("p bdi").last().textContent()).toBe(`${hostileText} ${longText}`);
    await failure.getByRole("button", { name: "Show less" }).click();
  });
}

function notIsolated(elements: readonly (Element | { readonly outerHTML: string })[]): readonly string[] {
  return elements
    .filter((element) => !(element as HTMLElement).closest("bdi, option, title, [role=tooltip], .chart-hidden"))
    .map(({ outerHTML }) => outerHTML.slice(0, 200));
}
