import { caseObjective } from "@shac/core/testing";
import { runCommand } from "./run-command.js";

await runCommand(caseObjective);
