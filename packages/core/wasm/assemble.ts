// pnpm wasm: assembles dense.wat into ../src/sampler/gaussian-process/dense-module.ts
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import wabt from "wabt";

/** The module of `dense.wat`, in base64. */
export async function assemble(): Promise<string> {
  const { parseWat } = await wabt();
  const text = readFileSync(new URL("dense.wat", import.meta.url), "utf8");
  const { buffer } = parseWat("dense.wat", text, { simd: true, multi_value: true }).toBinary({});
  return Buffer.from(buffer).toString("base64");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = `/** What \`pnpm wasm\` assembles from \`wasm/dense.wat\`, in base64. */
export const DENSE_MODULE =
  "${await assemble()}";
`;
  writeFileSync(new URL("../src/sampler/gaussian-process/dense-module.ts", import.meta.url), text);
}
