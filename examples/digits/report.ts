import { relative, resolve } from "node:path";
import { Study, type Trial } from "@shac/core";
import { type JournalStorage, journalStorage } from "@shac/core/node";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs";
import { type Digit, loadDigits } from "./data.js";
import { evaluate } from "./network.js";
import { loadNetwork } from "./saved-network.js";
import { type Hyperparameters, space } from "./study.js";

interface Finding {
  readonly best: Trial<Hyperparameters>;
  /** Holds the best network. */
  readonly directory: string;
  readonly testAccuracy: number;
  readonly seconds: number;
}

/** Prints what both searches found, and how their best networks do on digits that neither search saw. */
export async function printReport(dir: string): Promise<void> {
  await tf.setBackend("wasm");
  const storage = journalStorage(dir);
  const { test } = await loadDigits();
  const gaussian = await readFinding(storage, "digits", test);
  const random = await readFinding(storage, "digits-random", test);
  const names = new Set([...Object.keys(gaussian.best.params), ...Object.keys(random.best.params)]);

  const row = (title: string, show: (finding: Finding) => string): string =>
    [title.padEnd(24), show(gaussian).padEnd(14), show(random)].join("");
  const lines = [
    `${"".padEnd(24)}${"shac-gp".padEnd(14)}random search`,
    row("accuracy on test digits", ({ testAccuracy }) => percent(testAccuracy)),
    row("on validation digits", ({ best }) => percent(best.value)),
    row("seconds", ({ seconds }) => seconds.toFixed(0)),
    row("best trial", ({ best }) => String(best.number)),
    ...[...names].map((name) => row(`  ${name}`, ({ best }) => showParameter(best.params, name))),
    "",
    "The trained weights of the left one, weights.bin and model.json as TensorFlow.js reads them, are in",
    fromHere(gaussian.directory),
    `To search anew: rm -r ${fromHere(dir)}`,
  ];
  console.log(`\n${lines.join("\n")}`);
}

async function readFinding(storage: JournalStorage, name: string, test: readonly Digit[]): Promise<Finding> {
  const { best, history } = await Study.restore(storage, name, { space });
  if (best === undefined) throw new Error(`No trial of the study ${name} is complete.`);
  const directory = storage.artifacts(name).path(best.number);
  const network = await loadNetwork(tf, directory);
  const { accuracy } = evaluate(tf, network, test);
  return { best, directory, testAccuracy: accuracy, seconds: history.seconds };
}

/** A path as seen from where the user typed the command; npm and pnpm run scripts in the folder of their package. */
function fromHere(path: string): string {
  const short = relative(process.env.INIT_CWD ?? "", path);
  return short.startsWith("..") ? resolve(path) : short;
}

function percent(share = 0): string {
  return `${(100 * share).toFixed(2)} %`;
}

function showParameter(params: Hyperparameters, name: string): string {
  const value = params[name as keyof Hyperparameters];
  if (value === undefined) return "-";
  return typeof value === "number" ? String(Number(value.toPrecision(3))) : String(value);
}
