import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { PackedPackage } from "./packages.js";

/** A registry that knows these packages and no others, for `@shac:registry=URL` in an .npmrc. */
export async function serveRegistry(
  packages: readonly PackedPackage[],
): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "");
    const own = packages.find(({ name }) => path === `/${name}` || path === `/${name}.tgz`);
    if (own === undefined) response.writeHead(404).end("{}");
    else if (path.endsWith(".tgz")) response.end(own.tarball);
    else response.setHeader("content-type", "application/json").end(JSON.stringify(packument(own, url())));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function packument({ name, version, manifest, tarball }: PackedPackage, url: string): object {
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  const dist = { tarball: `${url}/${name}.tgz`, integrity };
  return { name, "dist-tags": { latest: version }, versions: { [version]: { ...manifest, dist } } };
}
