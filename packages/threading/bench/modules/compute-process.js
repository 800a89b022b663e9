import compute from "./compute.js";

process.on("message", (params) => process.send(compute(params)));
