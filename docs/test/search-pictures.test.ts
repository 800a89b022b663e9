import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { pictures } from "../images/search/pictures.js";

// After a change of the sampler: npx vitest run --project docs test/search-pictures -u
it.each(Object.entries(pictures))("%s shows what a search does today", { timeout: 120_000 }, async (file, draw) => {
  await expect(await draw()).toMatchFileSnapshot(fileURLToPath(new URL(`../images/search/${file}`, import.meta.url)));
});
