import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ModelLoadError } from "./model-load-error.js";

/** A model as ONNX Runtime takes it, and what it consists of. */
export interface ModelContent {
  /** Bytes; the path of a model whose weights lie in other files, which only ONNX Runtime finds. */
  readonly source: Uint8Array | string;
  /** SHA-256 of the model with the files of its weights. */
  readonly digest: string;
  /** Size of the model with the files of its weights. */
  readonly bytes: number;
  /** For messages. */
  readonly name: string;
}

/** @throws ModelLoadError naming the file that cannot be read */
export async function readModel(model: string | URL | Uint8Array): Promise<ModelContent> {
  if (model instanceof Uint8Array) {
    return { source: model, digest: sha256(model).digest("hex"), bytes: model.byteLength, name: "The model" };
  }
  const path = model instanceof URL || model.startsWith("file:") ? fileURLToPath(model) : model;
  const name = `The model ${path}`;
  try {
    const content = await readFile(path);
    const hash = sha256(content);
    let bytes = content.byteLength;
    const weights = weightFiles(content);
    for (const file of weights) {
      for await (const chunk of createReadStream(join(dirname(path), file))) {
        hash.update(chunk);
        bytes += chunk.length;
      }
    }
    return { source: weights.length === 0 ? content : path, digest: hash.digest("hex"), bytes, name };
  } catch (cause) {
    throw new ModelLoadError(`${name} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function sha256(content: Uint8Array): ReturnType<typeof createHash> {
  return createHash("sha256").update(content);
}

/** An entry of a tensor's `external_data` (onnx.proto3, StringStringEntryProto): field 1 is "location", field 2 the file's name. */
const LOCATION = Buffer.from("\x0a\x08location\x12", "latin1");

/** Names of the files that hold weights of the model, relative to it, found without parsing it all. */
function weightFiles(model: Buffer): readonly string[] {
  const names = new Set<string>();
  for (let at = model.indexOf(LOCATION); at !== -1; at = model.indexOf(LOCATION, at + 1)) {
    const { value, end } = readVarint(model, at + LOCATION.length);
    names.add(model.toString("utf8", end, end + value));
  }
  return [...names].sort();
}

function readVarint(bytes: Buffer, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let end = start;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[end++] ?? 0;
    value += (byte & 127) * factor;
    if (byte < 128) return { value, end };
  }
}
