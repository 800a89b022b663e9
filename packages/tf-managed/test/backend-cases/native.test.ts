import { describe } from "vitest";
import { tfjsNode, tfjsNodeGpu } from "../native-runtimes.js";
import { runBackendCases } from "../run-backend-cases.js";

/** Those in which a native library may keep a process from printing, failing, stopping or ending as on WASM, and whole studies. */
const NATIVE_CASES = ["B01", "B02", "B23", "B24", "B25", "B31", "B33", "B42", "B43", "B50", "B51", "B52", "B54"];

describe("on tfjs-node", () =>
  runBackendCases({ backend: "tfjs-node" }, tfjsNode, {}, process.env.SOAK ? undefined : NATIVE_CASES));

// Its binding is compiled from the same sources; what only it does is tested in devices.test.ts and session.test.ts.
if (process.env.SOAK) describe("on tfjs-node-gpu", () => runBackendCases({ backend: "tfjs-node-gpu" }, tfjsNodeGpu));
