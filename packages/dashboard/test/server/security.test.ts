import { writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { serveDashboard } from "@shac/dashboard";
import { describe, expect, it } from "vitest";
import { rawRequest } from "../visit.js";
import { finished, newFolder, plantStudy, proposal, serve } from "./dashboards.js";

async function served(options = {}) {
  const dir = await newFolder();
  await plantStudy(dir, [proposal, finished(0, 1)]);
  await writeFile(join(dir, "secret"), "SECRET");
  return serve(dir, options);
}

describe("names of studies and paths", () => {
  it.each([
    "/api/studies/..%2fsecret",
    "/api/studies/../secret",
    "/api/studies/%2e%2e%2fsecret",
    "/api/studies/..%5csecret",
    "/api/studies/%252e%252e%252fsecret",
    "/api/studies/a%00",
    "/api/studies/a%2f..%2fa",
    "/api/studies/%ff",
    "/api/studies/%",
    "/api/studies/.",
    "/api/studies/secret",
    `/api/studies/${"a".repeat(5000)}`,
    "/../../etc/passwd",
    "/..%2f..%2f..%2fetc%2fpasswd",
    "/assets/..%2f..%2fserver%2fapp.js",
    "/%00",
    "//etc/passwd",
    "/api/studies/a/export.csv%2f..",
    "/api/studies/a/trials/..%2f..%2f..%2fsecret",
  ])("%s leads nowhere", async (path) => {
    const { url, cookie } = await served();
    const { status, body } = await rawRequest(url, path, { cookie });
    expect([400, 404, 500]).toContain(status);
    expect(body).not.toContain("SECRET");
    expect(body).not.toMatch(/root:|\bat .*\.js:\d/);
    expect(JSON.parse(body)).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
  });
});

describe("the token", () => {
  it("is asked for wherever a study shows", async () => {
    const { url, cookie } = await served();
    for (const path of ["studies", "studies/a", "studies/a/columns", "events", "studies/a/export.csv", "nothing"]) {
      for (const headers of [{}, { cookie: `${cookie}x` }, { cookie: cookie.replace(/=.*/, "=") }]) {
        const answer = await rawRequest(url, `/api/${path}`, headers as Record<string, string>);
        expect([path, answer.status]).toEqual([path, 401]);
        expect(JSON.parse(answer.body).error.message).toContain("open the address that was printed");
      }
    }
  });

  it("comes once by the address and then by a cookie that no script and no other site has", async () => {
    const { url, json } = await served();
    const first = await fetch(url, { redirect: "manual" });
    expect(first.status).toBe(303);
    expect(new URL(first.headers.get("location") ?? "", url).search).toBe("");
    expect(first.headers.get("set-cookie")).toMatch(/^shac-[0-9a-f]+=[\w-]{22}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(await json("api/studies")).toHaveProperty("studies");
  });

  it("is not handed out for a wrong one", async () => {
    const { url } = await served();
    const wrong = new URL("?token=AAAAAAAAAAAAAAAAAAAAAA", url);
    expect((await fetch(wrong, { redirect: "manual" })).headers.get("set-cookie")).toBeNull();
  });

  it("differs from start to start, may be one's own, and may be left out on this machine alone", async () => {
    const [a, b] = [await served(), await served()];
    expect(new URL(a.url).search).not.toBe(new URL(b.url).search);
    expect((await served({ token: "my-own-token-0123" })).url).toMatch(/\?token=my-own-token-0123$/);
    const open = await served({ token: false });
    expect(open.url).toMatch(/:\d+\/$/);
    expect((await fetch(new URL("api/studies", open.url))).status).toBe(200);
    const dir = await newFolder();
    await expect(serveDashboard({ dir, port: 0, host: "0.0.0.0", token: false })).rejects.toThrow("needs its token");
    await expect(serveDashboard({ dir, port: 0, token: "short" })).rejects.toThrow("at least 16");
  });
});

describe("the Host header", () => {
  it.each(["evil.example", "evil.example:7422", "localhost.evil.example", "127.0.0.1.evil.example", "[::1", "a b"])(
    "%o is refused, with the right token too",
    async (host) => {
      const { url, cookie } = await served();
      for (const path of ["/", "/api/studies"]) {
        const { status, body } = await rawRequest(url, path, { cookie, host });
        expect([400, 403]).toContain(status);
        expect(body).not.toContain("bowl");
      }
    },
  );

  it.each(["127.0.0.1", "localhost:1", "[::1]:7422", hostname(), "192.168.1.2:7422"])("%s is let in", async (host) => {
    const { url, cookie } = await served();
    expect((await rawRequest(url, "/api/studies", { cookie, host })).status).toBe(200);
  });
});

it("every answer says that nothing foreign may run, frame or guess", async () => {
  const { get, url } = await served();
  for (const path of ["/", "api/studies", "api/studies/a/trials", "nothing", "api/studies/%00"]) {
    const { headers } = await get(path);
    const policy = headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("access-control-allow-origin")).toBeNull();
  }
  expect(await (await fetch(url)).text()).not.toMatch(/<script(?![^>]*src=)|\son\w+=|<style/);
});

it.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])("%s is refused", async (method) => {
  const { url, cookie } = await served();
  const { status, headers } = await rawRequest(url, "/api/studies/a", { cookie }, method);
  expect(status).toBe(405);
  expect(headers.allow).toBe("GET, HEAD");
});

it("HEAD has the headers of GET and no body, also for events", async () => {
  const { url, cookie } = await served();
  const studies = await rawRequest(url, "/api/studies", { cookie }, "HEAD");
  expect([studies.status, studies.body]).toEqual([200, ""]);
  const events = await rawRequest(url, "/api/events", { cookie }, "HEAD");
  expect([events.status, events.headers["content-type"], events.body]).toEqual([200, "text/event-stream", ""]);
});

it("what is too large is refused before it is read", async () => {
  const { url, cookie, get } = await served();
  expect((await rawRequest(url, `/api/studies?x=${"x".repeat(100_000)}`, { cookie })).status).toBe(431);
  expect((await rawRequest(url, "/", { cookie, junk: "x".repeat(100_000) })).status).toBe(431);
  expect((await get(`api/studies/a/trials?filter=${"!".repeat(3000)}`)).status).toBe(400);
});

describe("where it listens", () => {
  it("is this machine alone", async () => {
    expect((await served()).url).toMatch(/^http:\/\/127\.0\.0\.1:/);
  });

  it("says what is wrong with a port or host, and what to do", async () => {
    const dir = await newFolder();
    const taken = Number(new URL((await served()).url).port);
    await expect(serveDashboard({ dir, port: taken })).rejects.toMatchObject({
      code: "port-taken",
      message: expect.stringContaining(`Port ${taken} of 127.0.0.1 is taken; give another one`),
    });
    await expect(serveDashboard({ dir, port: 0, host: "192.0.2.1" })).rejects.toMatchObject({ code: "unknown-host" });
    await expect(serveDashboard({ dir, port: 70_000 })).rejects.toMatchObject({ code: "invalid-option" });
  });
});
