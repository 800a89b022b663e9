import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { openPage, violations } from "./pages.js";
import type { Served } from "./served.js";
import { goTo, type View, views } from "./views.js";

const screenshots = fileURLToPath(new URL("../screenshots/", import.meta.url));
const allViews: readonly View[] = [
  ["studies", "", (page) => page.getByRole("row", { name: "digits" }).waitFor()],
  [
    "comparison",
    "#/compare?study=digits&study=many",
    (page) => page.getByRole("heading", { name: "Best value" }).first().waitFor(),
  ],
  ...views("digits", 31),
];

/** Tests of who can use the page: by axe, by keyboard, on a small screen and a large one. */
export function accessTests(served: () => Served): void {
  it("leaves axe nothing to find in any view, in light and in dark", async () => {
    const page = await openPage(served().url);
    for (const [name, hash, shown] of allViews) {
      await goTo(page, hash, shown);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violations(page), `${name}, ${colorScheme}`).toEqual([]);
      }
    }
  });

  it.each([
    [400, "dark"],
    [2000, "light"],
  ] as const)("fits a screen %i pixels wide in every view", async (width, colorScheme) => {
    await mkdir(screenshots, { recursive: true });
    const page = await openPage(served().url, { viewport: { width, height: 900 }, colorScheme });
    for (const [name, hash, shown] of allViews) {
      await goTo(page, hash, shown);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBe(width);
      await page.screenshot({ path: `${screenshots}${name}-${width}.png`, fullPage: true });
    }
  });

  it("can be used by keyboard alone", async () => {
    const page = await openPage(served().url);
    await page.getByRole("row", { name: "digits" }).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    const tabTo = async (text: string | RegExp) => {
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press("Tab");
        if ((await focused()).trim().match(text)) return;
      }
      throw new Error(`Tab never came to ${text}`);
    };
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.tagName === "MAIN");
    await tabTo(/^digits$/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "digits" }).waitFor();
    await tabTo(/^Trials$/);
    await page.keyboard.press("Enter");
    await page.locator("tbody a").first().waitFor();
    // A number's meaning is told while the focus is on it.
    await tabTo(/^Value/);
    await page.locator(".bubble").getByText("What the objective gave").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".bubble").waitFor({ state: "detached" });
    await tabTo(/^79$/);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() => document.activeElement?.textContent === "77");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Trial 77" }).waitFor();
  });
}
