import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const packages = fileURLToPath(new URL("packages", import.meta.url));

export default defineConfig({
  test: {
    projects: readdirSync(packages).map((name) => ({
      extends: true,
      test: { name: `@shac/${name}`, root: `${packages}/${name}`, include: ["test/**/*.test.ts"] },
    })),
  },
});
