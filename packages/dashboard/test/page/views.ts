import type { Page } from "playwright-core";

/** A view's name, its address after the page's, and how to wait until all of it is there. */
export type View = readonly [name: string, hash: string, shown: (page: Page) => Promise<void>];

/** Every view of a study. */
export function views(study: string, trial: number): readonly View[] {
  const hash = `#/study/${study}`;
  return [
    ["overview", hash, heading("History")],
    ["trials", `${hash}/trials`, (page) => page.locator("tbody a").first().waitFor()],
    ["trial", `${hash}/trials/${trial}`, heading("Parameters")],
    ["cascade", `${hash}/cascade`, heading("Accepted part of the space")],
    ["parameters", `${hash}/parameters`, heading("Importance")],
    ["workers", `${hash}/workers`, heading("Workers")],
  ];
}

/** Goes to a view without loading the page anew, and waits for all of it. */
export async function goTo(page: Page, hash: string, shown: View[2]): Promise<void> {
  await page.evaluate((next) => {
    location.hash = next;
  }, hash);
  await shown(page);
}

function heading(name: string): (page: Page) => Promise<void> {
  return (page) => page.getByRole("heading", { name }).first().waitFor();
}
