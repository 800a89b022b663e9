import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { expect, it, onTestFinished } from "vitest";
import { studyWith } from "../studies.js";
import { createWorkspace, finish } from "../workspace.js";

/** The first address that a program prints. */
async function addressIn(stream: Readable | null): Promise<string> {
  for await (const line of createInterface(stream as Readable)) {
    const [address] = /http:\S+/.exec(line) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error("no address was printed");
}

async function studiesAt(address: string): Promise<{ name: string; state: string; finished: number }[]> {
  const cookie = (await fetch(address, { redirect: "manual" })).headers.get("set-cookie") ?? "";
  const response = await fetch(new URL("api/studies", address), { headers: { cookie } });
  return ((await response.json()) as { studies: never[] }).studies;
}

/** Resolves when nobody answers any more. */
async function gone(address: string): Promise<void> {
  while (
    await fetch(address).then(
      () => true,
      () => false,
    )
  )
    await new Promise((resolve) => setTimeout(resolve, 20));
}

function endAfterTest(child: ChildProcess): ChildProcess {
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

it("shac dashboard shows the studies of a folder until Ctrl-C, and says when it cannot", async () => {
  const { shac, start } = createWorkspace({ "study.js": studyWith("({ x }) => x") });
  await shac("run", "study.js");
  const child = endAfterTest(start(["dashboard", "--port", "0", "--json"]));
  const ended = finish(child);
  const address = await addressIn(child.stdout);
  expect(await studiesAt(address.replace(/[",].*/, ""))).toMatchObject([
    { name: "study", state: "finished", finished: 20 },
  ]);
  child.kill("SIGINT");
  const { code, stdout } = await ended;
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ url: expect.stringMatching(/^http:\/\/127.0.0.1:\d+\/\?token=/), dir: ".shac" });

  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const port = String((server.address() as { port: number }).port);
  const refused = await shac("dashboard", "--port", port);
  expect([refused.code, refused.stdout]).toEqual([1, ""]);
  expect(refused.stderr).toMatch(/^error: Port \d+ of 127\.0\.0\.1 is taken; [^\n]*\n$/);
  const open = await shac("dashboard", "--host", "0.0.0.0", "--no-token");
  expect(open.stderr).toMatch(/^error: Others reach 0\.0\.0\.0, [^\n]*\n$/);
});

it("shac run --dashboard shows the run while it lasts, and neither changes nor ends it", async () => {
  const slow = studyWith("async ({ x }) => { await new Promise((resolve) => setTimeout(resolve, 100)); return x; }");
  const { shac, start } = createWorkspace({ "study.js": slow });
  const run = endAfterTest(start(["run", "study.js", "--quiet", "--dashboard", "0"]));
  const ended = finish(run);
  const address = await addressIn(run.stderr);
  expect(await studiesAt(address)).toMatchObject([{ name: "study", state: "running" }]);
  expect((await ended).code).toBe(0);
  await gone(address);

  await shac("run", "study.js", "--dir", "alone");
  const trials = async (...words: readonly string[]) => (await shac("export", "--json", ...words)).stdout;
  const plain = (text: string) => JSON.parse(text).map(({ elapsedMs, ...trial }: { elapsedMs: number }) => trial);
  expect(plain(await trials())).toEqual(plain(await trials("--dir", "alone")));
});

it("a dashboard beside a run ends with it, though the run be killed", async () => {
  const { start } = createWorkspace({ "study.js": studyWith("() => new Promise(() => {})") });
  const run = endAfterTest(start(["run", "study.js", "--dashboard", "0"]));
  const address = await addressIn(run.stderr);
  run.kill("SIGKILL");
  await gone(address);
});
