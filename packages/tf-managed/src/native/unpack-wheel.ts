import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { openPromise } from "yauzl";
import { NativeBindingError } from "./native-binding-error.js";
import type { TensorflowWheel } from "./tensorflow-wheel.js";

/** What a binding is compiled and linked with; the rest of a wheel, half of it, is Python's. */
const parts = [
  "tensorflow/libtensorflow_cc.so.2",
  "tensorflow/libtensorflow_framework.so.2",
  "tensorflow/include/tensorflow/c/",
  "tensorflow/include/tensorflow/core/platform/ctstring",
  "tensorflow/include/tsl/platform/ctstring",
  "tensorflow/include/xla/tsl/c/",
];

/**
 * Unpacks the library and its headers from a wheel to `folder`, which is made.
 * @throws NativeBindingError when the file is not that wheel, to the byte
 */
export async function unpackWheel(wheel: TensorflowWheel, file: string, folder: string): Promise<void> {
  const sha256 = await sha256Of(file);
  if (sha256 !== wheel.sha256) {
    throw new NativeBindingError(
      "wrong-wheel",
      `${file} is not ${wheel.file}: its SHA-256 is ${sha256} instead of ${wheel.sha256}. Get it again, from another index or mirror if need be.`,
    );
  }
  const zip = await openPromise(file);
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith("/") || !parts.some((part) => entry.fileName.startsWith(part))) continue;
    const target = join(folder, entry.fileName.slice("tensorflow/".length));
    await mkdir(dirname(target), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
  }
}

/** The SHA-256 of a file's bytes, in hexadecimal. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
