import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, inject, it } from "vitest";

const script = fileURLToPath(new URL("print-trials.mjs", import.meta.url));

const run = promisify(execFile);
const ours = run(process.execPath, [script]);

for (const [major, node] of Object.entries(inject("otherNodes"))) {
  it.skipIf(!existsSync(node)).concurrent(
    `proposes, trains and predicts the same on this Node and on ${major} [needs node ${major}: npm test fetches it]`,
    async () => {
      const [{ stdout: version }, { stdout: expected }, { stdout }] = await Promise.all([
        run(node, ["--version"]),
        ours,
        run(node, [script]),
      ]);
      expect(version).toMatch(`v${major}.`);
      const lines = expected.trimEnd().split("\n");
      const classifiers = lines.filter((line) => line.includes('"trees"'));
      expect(classifiers.length).toBeGreaterThan(12);
      expect(lines).toHaveLength(2 * (400 + 2) + classifiers.length);
      expect(stdout).toBe(expected);
    },
  );
}
