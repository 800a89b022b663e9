import fc from "fast-check";

// A fixed seed keeps `npm test` the same on every run; the soak draws fifty times as many cases from it.
fc.configureGlobal({ seed: 20261124, numRuns: process.env.SOAK ? 5000 : 100 });
