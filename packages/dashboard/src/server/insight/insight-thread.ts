import { Worker } from "node:worker_threads";
import { ShacError } from "@shac/core";
import type { FollowedStudy } from "../live/followed-study.js";
import { RequestError } from "../request-error.js";
import type { InsightAnswer, InsightRequest, InsightTask } from "./task.js";

/** A thread that nobody asked for so long gives its memory back. */
const IDLE_MS = 60_000;

interface Call {
  resolve(body: Uint8Array<ArrayBuffer>): void;
  reject(error: unknown): void;
}

/** Works out in a thread what would hold the server up. It is started by the first call, and again after it has crashed. */
export class InsightThread {
  readonly #dir: string;
  readonly #calls = new Map<number, Call>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #next = 0;

  /** @param dir folder of the studies */
  constructor(dir: string) {
    this.#dir = dir;
  }

  /** The body of an answer, at least as new as the study is now. @throws ShacError */
  ask({ name, records }: FollowedStudy, task: InsightTask): Promise<Uint8Array<ArrayBuffer>> {
    const request: InsightRequest = { id: this.#next++, dir: this.#dir, name, records, task };
    this.#worker ??= this.#start();
    clearTimeout(this.#idle);
    return new Promise((resolve, reject) => {
      this.#calls.set(request.id, { resolve, reject });
      this.#worker?.postMessage(request);
    });
  }

  /** The same as `ask`, worked out once until the study changes. */
  askOnce(followed: FollowedStudy, task: InsightTask): Promise<Uint8Array<ArrayBuffer>> {
    const key = JSON.stringify(task);
    return followed.cached(key, () => {
      const body = this.ask(followed, task);
      body.catch(() => followed.forget(key));
      return body;
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#end();
  }

  #start(): Worker {
    const worker = new Worker(new URL("./thread.js", import.meta.url), { execArgv: [] });
    worker.on("message", (answer: InsightAnswer) => this.#settle(answer));
    worker.on("error", (error) => this.#lose(worker, error));
    worker.on("exit", () => this.#lose(worker, undefined));
    return worker;
  }

  #settle(answer: InsightAnswer): void {
    const call = this.#calls.get(answer.id);
    this.#calls.delete(answer.id);
    if ("body" in answer) call?.resolve(answer.body);
    else call?.reject(errorOf(answer.error));
    if (this.#calls.size > 0) return;
    this.#idle = setTimeout(() => this.#end(), IDLE_MS);
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#fail(undefined);
    await worker?.terminate();
  }

  #lose(worker: Worker, error: unknown): void {
    if (this.#worker === worker) this.#fail(error);
  }

  #fail(cause: unknown): void {
    this.#worker = undefined;
    const message = "It could not be worked out: the thread for that has ended. Ask again.";
    for (const { reject } of this.#calls.values()) reject(new ShacError("thread-lost", message, { cause }));
    this.#calls.clear();
  }
}

function errorOf({ status, code, message }: Extract<InsightAnswer, { error: unknown }>["error"]): ShacError {
  return status === undefined
    ? new ShacError(code, message)
    : new RequestError(status as RequestError["status"], code, message);
}
