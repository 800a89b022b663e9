import { float, Study, searchSpace } from "@shac/core";
import { commandBackend } from "./command-backend.js";

const space = searchSpace({ x: float(-5, 5), y: float(-5, 5) });
const study = new Study({ space, totalBudget: 30, numBatches: 3, seed: 1 });
await study.fit(commandBackend("node sphere-command.js", { workers: 2 }));

const complete = study.trials.filter(({ state }) => state === "complete").length;
console.log(`${complete} commands evaluated, best ${study.best?.value?.toFixed(3)} at`, study.best?.params);
if (complete !== 30) process.exitCode = 1;
