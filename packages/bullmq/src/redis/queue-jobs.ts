import type { Redis } from "ioredis";
import { FORGET, GIVE_UP, REMOVE_JOB, STOP, SWEEP } from "./scripts.js";

/** Jobs that one script removes, so that Redis is not held up. */
const MAX_FORGOTTEN = 500;

/** What a study does with its jobs in Redis beyond what BullMQ offers. */
export class QueueJobs {
  readonly #client: Redis;
  readonly #base: string;

  /** @param base what the key of every job begins with */
  constructor(client: Redis, base: string) {
    this.#client = client;
    this.#base = base;
  }

  keyOf(id: string): string {
    return this.#base + id;
  }

  /** Ids of all jobs of the queue, also those of other studies. */
  async ids(): Promise<readonly string[]> {
    const lists = await Promise.all([
      this.#client.lrange(`${this.#base}wait`, 0, -1),
      this.#client.lrange(`${this.#base}active`, 0, -1),
      this.#client.zrange(`${this.#base}completed`, "0", "-1"),
      this.#client.zrange(`${this.#base}failed`, "0", "-1"),
    ]);
    return lists.flat();
  }

  /** Asks the worker that holds a job to stop it, or takes it out of the queue. @returns whether a worker holds it */
  async stop(id: string): Promise<boolean> {
    return (await this.#run(STOP, id)) === 1;
  }

  /** Takes a job away from its worker. @returns the answer instead, as BullMQ keeps it, where there is one already */
  async giveUp(id: string): Promise<string | undefined> {
    const answer = await this.#run(GIVE_UP, id);
    return typeof answer === "string" ? answer : undefined;
  }

  async remove(id: string): Promise<void> {
    await this.#run(REMOVE_JOB, id);
  }

  /** Removes those that are finished. */
  async forget(ids: readonly string[]): Promise<void> {
    for (let i = 0; i < ids.length; i += MAX_FORGOTTEN) await this.#run(FORGET, ...ids.slice(i, i + MAX_FORGOTTEN));
  }

  /** Has the worker of a job tell all its messages from the beginning. */
  async askAgain(id: string): Promise<void> {
    await this.#client.hset(this.keyOf(id), "shac:listener", crypto.randomUUID());
  }

  /** Removes what BullMQ keeps of a queue without jobs. */
  async sweep(): Promise<void> {
    await this.#run(SWEEP);
  }

  #run(script: string, ...ids: string[]): Promise<unknown> {
    return this.#client.eval(script, 0, this.#base, ...ids);
  }
}
