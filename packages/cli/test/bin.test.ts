import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("says how it is used", () => {
  const bin = fileURLToPath(new URL("../dist/bin.js", import.meta.url));
  expect(execFileSync(process.execPath, [bin, "--help"], { encoding: "utf8" })).toContain("Usage: shac");
});
