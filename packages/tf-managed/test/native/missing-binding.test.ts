import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { withBackend } from "../evaluations.js";
import { tfjsNode } from "../native-runtimes.js";
import { makeProject } from "./project.js";

it.each(["has no binding", "has a binding that does not load"])(
  "a session on a package that %s names the command that builds one",
  async (state) => {
    const { root, installed } = makeProject(tfjsNode);
    if (state !== "has no binding") {
      const binding = join(installed, "lib/napi-v8/tfjs_binding.node");
      mkdirSync(dirname(binding), { recursive: true });
      writeFileSync(binding, "not a library");
    }
    const objective = join(root, "objective.mjs");
    writeFileSync(objective, "export default () => 1;\n");
    const session = withBackend(objective, { backend: "tfjs-node" }, (evaluate) => evaluate().result);
    await expect(session).rejects.toThrow("Run: npx shac-tf-native tfjs-node");
  },
);
