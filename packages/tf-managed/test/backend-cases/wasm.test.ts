import { describe } from "vitest";
import { runBackendCases } from "../run-backend-cases.js";

describe("in processes", () => runBackendCases({ backend: "wasm" }));

describe("in this process", () => {
  const oneAtATime = "(evaluations run one at a time)";
  const gaps = { B03: oneAtATime, B04: oneAtATime, B40: oneAtATime, B42: oneAtATime, B51: oneAtATime };
  runBackendCases({ backend: "wasm", isolation: "none" }, undefined, gaps);
});
