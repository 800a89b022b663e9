import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, inject, it } from "vitest";

const script = fileURLToPath(new URL("print-trials.mjs", import.meta.url));

const run = promisify(execFile);

for (const [major, node] of Object.entries(inject("otherNodes"))) {
  it.skipIf(!existsSync(node))(
    `proposes, trains and predicts the same on this Node and on ${major} [needs node ${major}: npm test fetches it]`,
    async () => {
      const [{ stdout: version }, ours, theirs] = await Promise.all([
        run(node, ["--version"]),
        run(process.execPath, [script]),
        run(node, [script]),
      ]);
      expect(version).toMatch(`v${major}.`);
      const lines = ours.stdout.trimEnd().split("\n");
      const classifiers = lines.filter((line) => line.includes('"trees"'));
      expect(classifiers.length).toBeGreaterThan(12);
      expect(lines).toHaveLength(2 * (400 + 2) + classifiers.length);
      expect(theirs.stdout).toBe(ours.stdout);
    },
  );
}
