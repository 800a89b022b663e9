import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { defineConfig } from "vitepress";
import { sidebar } from "./sidebar.js";
import { linkToSite, sitePath } from "./site-paths.js";

const require = createRequire(import.meta.url);
const icon = readFileSync(new URL("../../packages/dashboard/src/client/icon.svg", import.meta.url), "utf8");

/** The pages are the repository's own Markdown files, where they lie; what they link to that is no page leads to the repository. */
export default defineConfig({
  title: "shac",
  description: "Hyperparameter search for TypeScript and Node.js",
  head: [["link", { rel: "icon", href: `data:image/svg+xml,${encodeURIComponent(icon)}` }]],
  srcDir: "..",
  srcExclude: ["**/node_modules/**", "**/results/**", ".changeset/**", ".github/**", "docs/.snippets/**"],
  rewrites: sitePath,
  outDir: "dist",
  cacheDir: "node_modules/.vitepress",
  cleanUrls: true,
  vite: {
    resolve: {
      // The pages lie outside this folder, where vue is not found.
      alias: [
        { find: "vue/server-renderer", replacement: require.resolve("vue/server-renderer") },
        { find: /^vue$/, replacement: require.resolve("vue/dist/vue.runtime.esm-bundler.js") },
      ],
    },
  },
  ignoreDeadLinks: [/^\/api\//],
  markdown: { config: (markdown) => markdown.use(linkToSite) },
  themeConfig: {
    search: { provider: "local" },
    outline: { level: [2, 3] },
    nav: [
      { text: "Start", link: "/guide/start" },
      { text: "Commands", link: "/reference/cli" },
      { text: "API", link: "/api/", target: "_self" },
    ],
    sidebar,
  },
});
