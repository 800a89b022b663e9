import { defineConfig } from "vite";

export default defineConfig({
  root: "src/client",
  // Relative, so that the page works below any path of a proxy.
  base: "./",
  build: {
    outDir: "../../dist/client",
    emptyOutDir: true,
    target: "es2022",
    // The page's policy allows no inline script and no data: script.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
