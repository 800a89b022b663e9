import { runCommand } from "./run-command.js";

await runCommand(({ x, y }) => (x - 1) ** 2 + (y + 2) ** 2);
