import { request } from "node:http";

/** A browser's part: it has opened the address that was printed, and keeps the cookie. */
export interface Visitor {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** The body of a good answer. */
  json<T = Record<string, unknown>>(path: string): Promise<T>;
  readonly cookie: string;
}

export async function visit(url: string): Promise<Visitor> {
  const first = await fetch(url, { redirect: "manual" });
  const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
  const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(new URL(path, url), { headers: { cookie, ...headers } });
  return {
    cookie,
    get,
    async json(path) {
      const response = await get(path);
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      return (await response.json()) as never;
    },
  };
}

/** A request that is sent as it stands: path and headers that fetch would mend or refuse. */
export function rawRequest(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = "GET",
): Promise<{ readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on("error", reject).end();
  });
}
