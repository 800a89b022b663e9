import { tfjsNodeGpu } from "../native-runtimes.js";
import { runBackendCases } from "../run-backend-cases.js";

runBackendCases({ backend: "tfjs-node-gpu" }, tfjsNodeGpu);
