import { tfjsNode } from "../native-runtimes.js";
import { runBackendCases } from "../run-backend-cases.js";

runBackendCases({ backend: "tfjs-node" }, tfjsNode);
