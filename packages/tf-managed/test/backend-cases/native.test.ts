import { describe } from "vitest";
import { tfjsNode, tfjsNodeGpu } from "../native-runtimes.js";
import { runBackendCases } from "../run-backend-cases.js";

describe("on tfjs-node", () => runBackendCases({ backend: "tfjs-node" }, tfjsNode));

// Its binding is compiled from the same sources; what only it does is tested in devices.test.ts and session.test.ts.
if (process.env.SOAK) describe("on tfjs-node-gpu", () => runBackendCases({ backend: "tfjs-node-gpu" }, tfjsNodeGpu));
