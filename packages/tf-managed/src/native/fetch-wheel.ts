import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { isDiskError, NativeBindingError } from "./native-binding-error.js";
import type { TensorflowWheel } from "./tensorflow-wheel.js";

/**
 * Downloads a wheel to `file`. The index is that of the environment variable PIP_INDEX_URL, else pypi.org; pip itself is not
 * needed. What arrives is not checked here.
 * @param onProgress gets the share that has arrived, from 0 to 1
 * @throws NativeBindingError when the index cannot be reached or lacks the wheel
 */
export async function fetchWheel(
  wheel: TensorflowWheel,
  file: string,
  onProgress: (share: number) => void,
): Promise<void> {
  const index = process.env.PIP_INDEX_URL || "https://pypi.org/simple/";
  const page = `${index.replace(/\/+$/, "")}/${wheel.project}/`;
  try {
    const listing = await get(page);
    const url = findLink(await listing.text(), listing.url, wheel.file);
    if (url === undefined) throw new Error(`the index does not list ${wheel.file}`);
    const { body } = await get(url);
    let received = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        received += chunk.length;
        onProgress(Math.min(1, received / (wheel.megabytes * 1e6)));
        done(null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(body as ReadableStream), meter, createWriteStream(file));
  } catch (error) {
    if (isDiskError(error)) throw error;
    throw new NativeBindingError(
      "index-unreachable",
      `Cannot download ${wheel.project} ${wheel.version} from ${page}: ${reasonOf(error)}. Set PIP_INDEX_URL to an index that this machine reaches, or fetch the file elsewhere and give it as --wheel FILE: pip download --no-deps --only-binary=:all: --python-version 3.11 --platform manylinux2014_x86_64 ${wheel.project}==${wheel.version}`,
      { cause: error },
    );
  }
}

async function get(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status} ${response.statusText}`);
  return response;
}

/** The address of `file` on a page of an index, which is plain HTML by PEP 503. */
function findLink(html: string, page: string, file: string): string | undefined {
  return [...html.matchAll(/href="([^"]+)"/g)]
    .map(([, href]) => new URL((href as string).replaceAll("&amp;", "&"), page))
    .find(({ pathname }) => pathname.endsWith(`/${file}`))?.href;
}

/** fetch hides what happened in the error's cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message } = error.cause instanceof Error ? error.cause : error;
  return message.replace(/\.$/, "");
}
