// Evaluates problems for a program in another language: requests and replies are JSON, a line each.
import { createInterface } from "node:readline";
import { createRng } from "@shac/core";
import type { Params, Problem } from "./problem.js";
import { PROBLEMS, TASKS } from "./problems.js";

interface Request {
  readonly problem: string;
  readonly seed: number;
  /** Number of the first trial. */
  readonly first: number;
  readonly params: readonly Params[];
}

const write = (reply: unknown) => process.stdout.write(`${JSON.stringify(reply)}\n`);

write(Object.fromEntries(PROBLEMS.map(({ name, space }) => [name, space.toJSON()])));
for await (const line of createInterface({ input: process.stdin })) {
  const { problem: name, seed, first, params } = JSON.parse(line) as Request;
  const problem = PROBLEMS.find((each) => each.name === name);
  const replies = [];
  for (const [i, each] of params.entries()) {
    const value = await problem?.evaluate(each, createRng(seed, "noise", 0, first + i));
    replies.push({ value, regret: TASKS.includes(problem as Problem) ? value : await problem?.regret(each) });
  }
  write(replies);
}
