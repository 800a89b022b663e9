import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { categorical, float, Study, searchSpace, shacSampler } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { createReport } from "@shac/dashboard";
import { describe, expect, it, onTestFinished } from "vitest";
import { hasChromium, launchBrowser } from "./browser.js";
import { violations } from "./page/pages.js";

const HOSTILE = `</script><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">\u2028\u202e"'&amp;`;

/** A folder with the study "hostile" of 120 trials, whose names, choices and errors are not to be trusted. */
async function hostileFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "report-"));
  const space = searchSpace({
    [HOSTILE]: float(0, 1),
    y: float(1e-6, 1, { log: true }),
    choice: categorical([HOSTILE, "x".repeat(10_000), "plain"]),
  });
  const options = { name: "hostile", space, totalBudget: 120, numBatches: 6, seed: 1, sampler: shacSampler() };
  const study = await Study.open(options, { storage: journalStorage(dir) });
  const failing = new Set([3, 50]);
  await study.fit((params, { trial }) => {
    if (failing.has(trial)) throw new Error(HOSTILE);
    return ((params[HOSTILE] as number) - 0.3) ** 2 + Math.abs(Math.log10(params.y as number) + 2);
  });
  await study.close();
  return dir;
}

let written: Promise<string> | undefined;

/** The report of that study. */
function hostileReport(): Promise<string> {
  written ??= hostileFolder().then((dir) => createReport({ dir, name: "hostile" }));
  return written;
}

async function openReport(html: string) {
  const file = join(await mkdtemp(join(tmpdir(), "report-")), "report.html");
  await writeFile(file, html);
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ acceptDownloads: true });
  const requests: string[] = [];
  const errors: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  const url = pathToFileURL(file).href;
  await page.goto(url);
  await page.getByRole("heading", { name: "History" }).waitFor();
  return { page, errors, requests: () => requests.filter((each) => each !== url) };
}

describe("a report", () => {
  it("says which study there is not", async () => {
    const dir = await mkdtemp(join(tmpdir(), "report-"));
    await expect(createReport({ dir, name: "none" })).rejects.toThrow(/no study "none"/);
  });

  it("keeps a text of the study from ending the element that holds it", async () => {
    const html = await hostileReport();
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toContain("window.hacked");
  });

  it.skipIf(!hasChromium)(
    "shows a hostile study from a file, without the network [needs chromium: apt-get install chromium]",
    async () => {
      const { page, errors, requests } = await openReport(await hostileReport());
      for (const name of ["History", "Accepted part of the space", "Accepted region", "Importance", "Workers"]) {
        expect(await page.getByRole("heading", { name, exact: true }).count()).toBe(1);
      }
      expect(await page.getByRole("table").getByRole("row").count()).toBe(21);
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate("window.hacked")).toBeUndefined();
      expect(await page.locator("img").count()).toBe(0);
      expect(requests()).toEqual([]);
      expect(errors).toEqual([]);
    },
  );

  it.skipIf(!hasChromium)(
    "saves its charts as pictures, and shows the trial that is chosen by keyboard [needs chromium: apt-get install chromium]",
    async () => {
      const { page, errors } = await openReport(await hostileReport());
      const saved = async (kind: string): Promise<Buffer> => {
        const download = page.waitForEvent("download");
        await page.getByRole("button", { name: `Save Value by parameter as ${kind}` }).click();
        return readFile(await (await download).path());
      };
      expect((await saved("PNG")).subarray(1, 4).toString()).toBe("PNG");
      const svg = (await saved("SVG")).toString();
      const parsed = await page.evaluate(`(() => {
        const file = new DOMParser().parseFromString(${JSON.stringify(svg)}, "image/svg+xml");
        return { root: file.documentElement.nodeName, scripts: file.querySelectorAll("script, parsererror").length };
      })()`);
      expect(parsed).toEqual({ root: "svg", scripts: 0 });

      const history = page.getByRole("application", { name: "History" });
      await history.focus();
      await page.keyboard.press("Home");
      await history.getByRole("status").getByText("Trial 0").waitFor();
      await page.keyboard.press("Enter");
      await page.getByRole("complementary", { name: "Trial 0" }).waitFor();
      expect(errors).toEqual([]);
    },
  );

  it.skipIf(!hasChromium)(
    "keeps the trials within a range that is dragged or typed [needs chromium: apt-get install chromium]",
    async () => {
      const { page } = await openReport(await hostileReport());
      const chart = page.getByRole("figure", { name: "Parallel coordinates" });
      const picture = chart.getByRole("application");
      await picture.scrollIntoViewIfNeeded();
      const { x, y, width, height } = (await picture.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      // The value's axis is the last one; its upper half has fewer than all trials.
      await page.mouse.move(x + width - 46, y + 60);
      await page.mouse.down();
      await page.mouse.move(x + width - 46, y + height / 2, { steps: 4 });
      await page.mouse.up();
      const counts = async (): Promise<number[]> =>
        ((await chart.getByText(/of 118 trials/).textContent()) ?? "").match(/\d+/g)?.map(Number) ?? [];
      const [dragged = 0, all = 0] = await counts();
      expect([dragged > 0, dragged < all]).toEqual([true, true]);
      await chart.getByRole("button", { name: "Clear ranges" }).click();
      await chart.getByText("118 trials", { exact: true }).waitFor();
      await chart.getByText("Ranges", { exact: true }).click();
      await chart.getByRole("group", { name: "value" }).getByLabel("from").fill("1e9");
      await page.keyboard.press("Tab");
      expect(await counts()).toEqual([0, 118]);
    },
  );
});
