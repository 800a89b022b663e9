import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Context } from "hono";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
};

/** A file of the page. */
export interface PageFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
  /** Whether its name changes with what is in it. */
  readonly immutable: boolean;
}

/** The files of the built page by path, such as "/index.html". All are held here, so that no request reads a file. */
export async function readPageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  const root = fileURLToPath(new URL("../client", import.meta.url));
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    await Promise.all(
      files.map(async ({ parentPath, name }): Promise<[string, PageFile]> => {
        const file = join(parentPath, name);
        const path = `/${relative(root, file).split(sep).join("/")}`;
        const body = new Uint8Array(await readFile(file));
        return [
          path,
          {
            body,
            type: TYPES[extname(name)] ?? "application/octet-stream",
            etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
            immutable: path.startsWith("/assets/"),
          },
        ];
      }),
    ),
  );
}

export function answerFile(context: Context, file: PageFile): Response | Promise<Response> {
  context.header("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  context.header("Content-Type", file.type);
  context.header("ETag", file.etag);
  if (context.req.header("If-None-Match") === file.etag) return context.body(null, 304);
  return context.body(file.body);
}
