import { version } from "@shac/core";
import { expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };

it("says its version", () => {
  expect(version).toBe(manifest.version);
});
