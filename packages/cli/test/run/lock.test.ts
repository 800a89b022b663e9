import { once } from "node:events";
import { hostname } from "node:os";
import { expect, it } from "vitest";
import { studyWith } from "../studies.js";
import { createWorkspace, finish } from "../workspace.js";

it("a study that is being written is refused to run, and waited for by ask and tell", async () => {
  // The second batch never ends, so the study is written until it is interrupted.
  const objective = `({ x }, { trial, signal }) =>
    trial < 10 ? x : new Promise((_, reject) => signal.addEventListener("abort", reject))`;
  const { shac, start } = createWorkspace({ "study.js": studyWith(objective) });
  const running = start(["run", "study.js"]);
  const ended = finish(running);
  if (running.stdout === null) throw new Error("no pipe");
  await once(running.stdout, "data");

  const refused = await shac("run", "study.js");
  expect([refused.code, refused.stdout]).toEqual([1, ""]);
  expect(refused.stderr).toMatch(/^error: [^\n]*\n$/);
  expect(refused.stderr).toContain(`${running.pid}`);
  expect(refused.stderr).toContain(hostname());
  expect(refused.stderr).toMatch(/since \d{4}-\d\d-\d\dT[\d:.]+Z/);
  expect(refused.stderr).not.toContain("--unlock");
  expect((await shac("show", "study", "--json")).code).toBe(0);

  const order: string[] = [];
  const waiting = [
    ["ask", "study", "--count", "2", "--json"],
    ["enqueue", "study", '{"x": 0.5}'],
  ].map(async (words) => {
    const finished = await shac(...words);
    order.push("told");
    return finished;
  });
  // Both have come to the lock by the time that another program has begun and ended.
  await shac("list");
  await shac("list");
  order.push("interrupted");
  running.kill("SIGINT");
  expect((await ended).code).toBe(130);
  const [asked, enqueued] = await Promise.all(waiting);
  expect(order[0]).toBe("interrupted");
  expect(enqueued?.code).toBe(0);
  expect(JSON.parse(asked?.stdout ?? "").trials).toMatchObject([{ number: 10 }, { number: 11 }]);
  expect((await shac("tell", "study", "10", "0.25")).stderr).toMatch(/^trial 10 {2}value 0\.25/);
});
