import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";

const page = fileURLToPath(new URL("./client/", import.meta.resolve("@shac/dashboard")));

it("is a page of less than 200 kB gzipped, with all charts", () => {
  const files = readdirSync(page, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const sizes = files.map(({ parentPath, name }) => gzipSync(readFileSync(join(parentPath, name))).length);
  expect(files.some(({ name }) => name.endsWith(".js"))).toBe(true);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(200_000);
});

it("asks no other host for anything", () => {
  const texts = readdirSync(page, { recursive: true, withFileTypes: true })
    .filter(({ name }) => /\.(html|css|js)$/.test(name))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));
  // Names of XML dialects are no addresses.
  const addresses = texts.flatMap((text) => text.match(/https?:\/\/[^"'`\s)]+/g) ?? []);
  expect(addresses.filter((address) => !address.startsWith("http://www.w3.org/"))).toEqual([]);
});
