import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";

const docs = fileURLToPath(new URL("..", import.meta.url));
const guide = readFileSync(join(docs, "guide/tuning-a-tensorflow-model.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "tensorflow-guide-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program of Node in the reader's folder and gives what it prints. */
async function node(...args: string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, args, { cwd: folder })).stdout;
}

/** What the guide says that a command prints, all numbers alike. */
function shown(command: string): string {
  const [, output] = guide.split(`\n$ ${command}\n`);
  return withoutNumbers(output?.slice(0, output.search(/^(\$|```)/m)) ?? expect.fail(command));
}

function withoutNumbers(text: string): string {
  return text.replaceAll(/\d+(\.\d+)?/g, "#").replaceAll(/ +/g, " ");
}

it("the files of the guide search, keep the best network, compare it and predict with it", {
  timeout: 300_000,
}, async () => {
  symlinkSync(join(docs, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const [, file = "", code = ""] of guide.matchAll(/^```[jt]s file="(.+?)"\n(.*?)^```$/gms)) {
    // What takes minutes in the guide does the same in one epoch.
    writeFileSync(join(folder, file), code.replace(/EPOCHS = \d+/, "EPOCHS = 1"));
  }
  await node("make-data.js");
  const head = readFileSync(join(folder, "rentals.csv"), "utf8").split("\n").slice(0, 4).join("\n");
  expect(guide).toContain(`$ head -4 rentals.csv\n${head}\n`);

  const program = join(docs, "node_modules/@shac/cli/dist/bin.js");
  const search = ["run", "study.ts", "--backend", "tf-managed", "--workers", "2", "--budget", "6", "--batches", "1"];
  expect(await node(program, ...search)).toContain("6 of 6 evaluations  none failed");
  const trials = join(folder, ".shac/demand/trials");
  expect(readdirSync(trials)).toHaveLength(1);
  expect(existsSync(join(trials, readdirSync(trials)[0] ?? "", "model.json"))).toBe(true);

  expect(withoutNumbers(await node("--import", "tsx", "final.ts"))).toBe(shown("npx tsx final.ts"));
  expect(withoutNumbers(await node("--import", "tsx", "predict.ts"))).toBe(shown("npx tsx predict.ts"));
});
