import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bullmqBackend, listWorkers } from "@shac/bullmq";
import { BackendError, InvalidOptionError } from "@shac/core";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { needsRedis, withoutRedis } from "./needs-redis.js";
import { RedisServer } from "./redis-server.js";

const study = { id: "a", name: "a", fingerprint: "f" };

/** What a user is told who opens a backend there. */
async function messageAt(url: string): Promise<string> {
  const backend = bullmqBackend({ connection: { url }, queue: "q" });
  const error = await backend
    .open(study, () => {})
    .then(
      () => expect.unreachable("it opened"),
      (reason: unknown) => reason as Error,
    );
  await backend.close();
  expect(error).toBeInstanceOf(BackendError);
  return (error as Error).message;
}

describe.skipIf(withoutRedis)("what is wrong with a connection is told in one line", () => {
  it(`nobody there, and no such host${needsRedis}`, async () => {
    expect(await messageAt("redis://127.0.0.1:1")).toMatch(/^No Redis answers at 127\.0\.0\.1:1;.*$/);
    expect(await messageAt("redis://nobody.invalid")).toMatch(/^The host of nobody\.invalid:6379 is not known;.*$/);
  });

  it(`a wrong password, none, and a user who may not${needsRedis}`, async () => {
    await using redis = await RedisServer.start("--requirepass", "right");
    const at = `127.0.0.1:${redis.port}`;
    expect(await messageAt(`redis://:wrong@${at}`)).toBe(`Redis at ${at} refuses the user or password of the URL.`);
    expect(await messageAt(`redis://${at}`)).toBe(`Redis at ${at} wants a password; give redis://:PASSWORD@${at}.`);
    const admin = new Redis(`redis://:right@${at}`);
    await admin.acl("SETUSER", "reader", "on", ">pass", "~*", "+@read", "+@connection", "+info");
    await admin.acl("SETUSER", "worker", "on", ">pass", "~shac:*", "+@all");
    admin.disconnect();
    expect(await messageAt(`redis://reader:pass@${at}`)).toMatch(
      /^Redis at .* does not let this user .*; allow it .*$/,
    );
    const allowed = { connection: { url: `redis://worker:pass@${at}` }, queue: "q" };
    expect(await listWorkers(allowed)).toEqual([]);
  });

  it(`a read-only replica${needsRedis}`, async () => {
    await using primary = await RedisServer.start();
    await using replica = await RedisServer.start("--replicaof", "127.0.0.1", String(primary.port));
    expect(await messageAt(replica.url)).toBe(
      `Redis at 127.0.0.1:${replica.port} is a read-only replica; give the URL of its primary.`,
    );
  });

  it(`no memory left, no such database, no TLS, no Redis${needsRedis}`, async () => {
    await using full = await RedisServer.start("--maxmemory", "100kb");
    const at = `127.0.0.1:${full.port}`;
    expect(await messageAt(full.url)).toBe(`Redis at ${at} is full (maxmemory); raise it or remove keys, then go on.`);
    expect(await messageAt(`${full.url}/99`)).toMatch(/^Redis at .* has no such database;.*$/);
    expect(await messageAt(`rediss://${at}`)).toBe(`No TLS with Redis at ${at}; give redis:// where it has none.`);
    const deaf = createServer().listen(0, "127.0.0.1");
    await once(deaf, "listening");
    const { port } = deaf.address() as { port: number };
    expect(await messageAt(`redis://127.0.0.1:${port}`)).toMatch(/^Redis at .* does not answer as a Redis does\.$/);
    deaf.close();
    const shut = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await once(shut, "listening");
    const other = `127.0.0.1:${(shut.address() as { port: number }).port}`;
    expect(await messageAt(`redis://${other}`)).toBe(`${other} closed the connection; see whether Redis runs there.`);
    shut.close();
  });

  it("options that cannot be are refused before anything is done", () => {
    const connection = { url: "redis://127.0.0.1" };
    expect(() => bullmqBackend({ connection, queue: "a:b" })).toThrow(InvalidOptionError);
    expect(() => bullmqBackend({ connection: { url: "http://x:secret@y" }, queue: "q" })).toThrow(
      /^(?!.*secret).*redis:/,
    );
    expect(() => bullmqBackend({ connection, queue: "q", lostAfterMs: 10 })).toThrow(/lostAfterMs is 10/);
  });
});

const LIST = `
  import { listWorkers } from "@shac/bullmq";
  console.log(JSON.stringify(await listWorkers({ connection: { url: process.argv[1] }, queue: "q" })));
`;

it.skipIf(withoutRedis)(`TLS with a password and a database number${needsRedis}`, async () => {
  const folder = mkdtempSync(join(tmpdir(), "shac-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
  const names = ["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert];
  execFileSync("openssl", [...request, ...names], { stdio: "ignore" });
  const files = [
    "--tls-cert-file",
    cert,
    "--tls-key-file",
    key,
    "--tls-ca-cert-file",
    cert,
    "--tls-auth-clients",
    "no",
  ];
  await using redis = await RedisServer.start("--requirepass", "s", ...files, "--tls-port", "PORT", "--port", "0");
  const list = (url: string) =>
    execFileSync(process.execPath, ["--input-type=module", "-e", LIST, url], {
      cwd: import.meta.dirname,
      // The usual way to trust an authority of one's own.
      env: { ...process.env, NODE_EXTRA_CA_CERTS: cert },
      encoding: "utf8",
    });
  expect(list(`rediss://:s@localhost:${redis.port}/1`)).toBe("[]\n");
  expect(await messageAt(`rediss://:s@localhost:${redis.port}`)).toMatch(/^No TLS .*: the certificate is not trusted/);
  rmSync(folder, { recursive: true });
});
