// Stands for the program that you tune, which may be in any language. It takes its settings as arguments, and the last
// line that it prints is how good they were.
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { size: { type: "string" }, strategy: { type: "string" } } });
const misfit = Math.abs(Math.log2(Number(values.size)) - 6);
console.log(`size ${values.size}, ${values.strategy}`);
console.log(misfit + (values.strategy === "lazy" ? 0 : 1));
