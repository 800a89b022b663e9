import { defineConfig } from "vite";

// One script and one style, which a report has inside itself.
export default defineConfig({
  build: {
    outDir: "dist/report-page",
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: {
      input: "src/client/report/main.tsx",
      output: { entryFileNames: "report.js", assetFileNames: "report.[ext]", codeSplitting: false },
    },
  },
});
