import fc from "fast-check";

declare module "vitest" {
  interface ProvidedContext {
    /** Programs of other versions of Node.js by their major version; they may not be there. */
    readonly otherNodes: Readonly<Record<"22" | "24", string>>;
  }
}

// A fixed seed keeps `npm test` the same on every run; the soak draws fifty times as many cases from it.
fc.configureGlobal({ seed: 20261124, numRuns: process.env.SOAK ? 5000 : 100 });
