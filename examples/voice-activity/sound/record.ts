// pnpm record: writes recorded.bin anew, for machines without espeak-ng.
import { writeFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { encodeMuLaw } from "./mu-law.js";
import { type SetName, utterances } from "./utterances.js";

const names: SetName[] = ["tuning", "test"];
const sounds = names.map((name) => utterances(name).map(encodeMuLaw));
const lengths = Object.fromEntries(names.map((name, i) => [name, sounds[i]?.map(({ length }) => length)]));
const content = [Buffer.from(`${JSON.stringify(lengths)}\n`), ...sounds.flat()];
writeFileSync(new URL("./recorded.bin", import.meta.url), brotliCompressSync(Buffer.concat(content)));
