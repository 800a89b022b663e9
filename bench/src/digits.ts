// pnpm digits [--first-seed 1] [--seeds 5] [--save NAME]: the digits example by the default sampler, and by random search with three
// times the budget. Goes on where it was stopped: studies lie in .studies/.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { line, quantile } from "./table.js";

const EXAMPLE: string = fileURLToPath(new URL("../../examples/digits/", import.meta.url));
const PROGRAM: string = fileURLToPath(new URL("../../packages/cli/dist/bin.js", import.meta.url));
const STUDIES: string = fileURLToPath(new URL("../.studies/", import.meta.url));
const BUDGET = 80;
const BATCH_SIZE = 10;

const args = process.argv.slice(2);
const { values } = parseArgs({
  args,
  options: {
    "first-seed": { type: "string", default: "1" },
    seeds: { type: "string", default: "5" },
    save: { type: "string" },
  },
});
const rows = Array.from({ length: Number(values.seeds) }, (_, i) => {
  const seed = Number(values["first-seed"]) + i;
  return { seed, model: search("shac-gp", seed, BUDGET), random: search("random", seed, 3 * BUDGET) };
});
const text = table().join("\n");
console.log(text);
if (values.save !== undefined) writeFileSync(new URL(`../results/${values.save}.md`, import.meta.url), text);

/** The best share of the validation digits that is read right. */
function search(sampler: string, seed: number, budget: number): number {
  const options = {
    name: `digits-${sampler}-${seed}`,
    sampler,
    seed,
    budget,
    batches: budget / BATCH_SIZE,
    dir: STUDIES,
  };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const run = ["run", "study.ts", "--json", "--quiet", ...words];
  const output = execFileSync(process.execPath, [PROGRAM, ...run], {
    cwd: EXAMPLE,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { best } = JSON.parse(output) as { readonly best: { readonly value: number } };
  console.error(`${sampler}, seed ${seed}, ${budget} trainings: ${best.value}`);
  return best.value;
}

function table(): string[] {
  const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
  const median = (of: readonly number[]) => percent(quantile(of, 0.5));
  const ahead = rows.filter(({ model, random }) => model > random).length;
  return [
    "# Handwritten digits",
    "",
    `- Date: ${new Date().toISOString().slice(0, 10)}; 2-core x86-64 Linux virtual machine; Node ${process.version}`,
    `- Command: \`pnpm digits ${args.join(" ")}\` in bench/`,
    "- Best share of the 2,000 validation digits that a network reads right; every search in batches of 10",
    "",
    line(["seed", `shac-gp, ${BUDGET} trainings`, `random, ${3 * BUDGET} trainings`]),
    line(["---", "---", "---"]),
    ...rows.map(({ seed, model, random }) => line([String(seed), percent(model), percent(random)])),
    line(["median", median(rows.map(({ model }) => model)), median(rows.map(({ random }) => random))]),
    "",
    `The model is ahead with ${ahead} of ${rows.length} seeds.`,
    "",
  ];
}
