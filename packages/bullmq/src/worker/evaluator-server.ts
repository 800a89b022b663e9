import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { EvaluationRequest, EvaluatorBackend } from "@shac/core";
import type { Job, Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { ServeOptions } from "../options.js";
import { disconnect } from "../redis/disconnect.js";
import { loadBullmq } from "../redis/load-bullmq.js";
import { jobId, jobsBase, PREFIX, queueName, studiesKey, workersKey } from "../redis/queue-keys.js";
import { BLOCK_MS, explainRedis, isRefusal, placeOf } from "../redis/redis-client.js";
import { BEAT } from "../redis/scripts.js";
import { removeSilent, timeOf } from "../redis/silent-records.js";
import { within } from "../redis/within.js";
import { type Answer, decodeJob, type Ending, encodeAnswer, encodeTelling } from "../wire/job-codec.js";
import { BEAT_MS, decodeStudy, encodeRecord, KEEP_MS } from "../wire/worker-record.js";
import { ServedEvaluation } from "./served-evaluation.js";

/**
 * Milliseconds for which BullMQ's lock holds without being renewed. Who is lost is told by beats, so it need only outlast
 * any time without Redis.
 */
const LOCK_MS = 24 * 3600 * 1000;

/** Milliseconds that close() takes at most. */
const CLOSE_MS = 4500;

/** Beats from one look at the studies of the queue to the next. */
const BEATS_A_LOOK = 10;

/** What Redis has of a job at a beat: its name, whether it shall stop, who listens. */
type BeatState = readonly [string | null, string | null, string | null];

/** The worker's side of the queue. */
export class EvaluatorServer {
  readonly #name: string;
  readonly #backend: EvaluatorBackend;
  readonly #client: Redis;
  readonly #options: ServeOptions;
  readonly #log: (line: string) => void;
  readonly #base: string;
  readonly #running = new Map<string, ServedEvaluation>();
  readonly #listeners = new Map<string, string>();
  readonly #strangers = new Set<string>();
  readonly #counts = { done: 0, failed: 0, refused: 0 };
  #worker: Worker | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #slots = 0;
  #beat = 0;
  #closing: Promise<void> | undefined;
  #isOver = false;
  #lastLine = "";

  constructor(name: string, backend: EvaluatorBackend, client: Redis, options: ServeOptions) {
    this.#name = name;
    this.#backend = backend;
    this.#client = client;
    this.#options = options;
    this.#log = options.log ?? ((line) => console.error(line));
    this.#base = jobsBase(options.queue, options.study.fingerprint);
  }

  async open(): Promise<void> {
    const { queue, study, connection } = this.#options;
    const { Worker } = (await loadBullmq()).bullmq;
    const identity = { id: this.#name, name: queue, fingerprint: study.fingerprint };
    const notice = (message: string) => this.#say(message);
    await this.#backend.open({ ...identity, notice }, (slots) => this.#resize(slots));
    const worker = new Worker(queueName(queue, study), (job) => this.#process(job), {
      connection: this.#client,
      prefix: PREFIX,
      name: this.#name,
      concurrency: Math.max(this.#slots, 1),
      lockDuration: LOCK_MS,
      skipStalledCheck: true,
      runRetryDelay: 1000,
      drainDelay: BLOCK_MS / 1000,
      // Of jobs that are none of ours; those of a study say themselves that they stay.
      removeOnFail: { count: 0 },
      autorun: false,
    });
    this.#worker = worker;
    worker.on("error", (error) => this.#explain(error));
    await worker.waitUntilReady();
    await this.#sayAlive();
    await removeSilent(this.#client, queue, await timeOf(this.#client), KEEP_MS);
    this.#client.on("close", () => this.#say(`Redis at ${placeOf(connection.url)} does not answer; waiting for it.`));
    this.#client.on("ready", () => this.#say(`Redis at ${placeOf(connection.url)} answers again.`));
    if (this.#slots > 0) worker.run().catch((error: Error) => this.#explain(error));
    this.#schedule();
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  /** Hands back what runs. Until it is there this goes on to claim it, and offers nothing more. */
  async #end(): Promise<void> {
    for (const served of this.#running.values()) served.stop(this.#handedBack);
    this.#slots = 0;
    this.#sayAlive().catch(() => {});
    if (this.#worker !== undefined) await disconnect(this.#worker, CLOSE_MS - 1000);
    this.#isOver = true;
    clearTimeout(this.#timer);
    const leave = this.#client.hdel(workersKey(this.#options.queue), this.#name);
    await within(this.#client.status === "ready" ? 300 : 0, leave);
    this.#client.disconnect();
    await this.#backend.close();
  }

  get #handedBack(): Ending {
    return { type: "handed-back", message: `Worker ${this.#name} was stopped.` };
  }

  #resize(slots: number): void {
    if (this.#closing !== undefined) return;
    this.#slots = slots;
    const worker = this.#worker;
    if (worker === undefined) return;
    if (slots === 0) void worker.pause(true);
    else {
      worker.concurrency = slots;
      void worker.resume();
    }
  }

  async #process(job: Job): Promise<string> {
    const id = job.id ?? "";
    let request: EvaluationRequest;
    try {
      request = decodeJob(job.data);
      if (jobId(request) !== id) throw new Error("its id is not that of its evaluation");
    } catch (error) {
      this.#counts.refused++;
      this.#say(`Refused job ${id.slice(0, 100)}: ${(error as Error).message}.`);
      throw error;
    }
    const served = new ServedEvaluation(hostname(), async (telling) => {
      await job.updateProgress(encodeTelling(telling)).catch(() => {});
    });
    this.#running.set(id, served);
    this.#insist(job, () => {
      this.#running.delete(id);
      this.#listeners.delete(id);
    });
    if (this.#closing !== undefined) served.stop(this.#handedBack);
    const ending = await served.run(this.#backend, request);
    if (ending.type === "result") this.#counts.done++;
    else if (ending.type === "failed" || ending.type === "lost") this.#counts.failed++;
    return encodeOrExcuse({ messages: served.messages, ending });
  }

  /**
   * BullMQ drops an answer that Redis refuses, as one does that is full or cannot save.
   * @param after called when the answer was taken, or came too late; until then the job is claimed
   */
  #insist(job: Job, after: () => void): void {
    const complete = job.moveToCompleted.bind(job);
    job.moveToCompleted = async (...answer) => {
      try {
        for (;;) {
          try {
            return await complete(...answer);
          } catch (error) {
            if (this.#closing !== undefined || !isRefusal(error as Error)) throw error;
            this.#explain(error as Error);
          }
          await delay(BEAT_MS);
        }
      } finally {
        after();
      }
    };
  }

  #schedule(): void {
    if (this.#isOver) return;
    this.#timer = setTimeout(() => {
      this.#sayAlive()
        .catch((error: Error) => this.#explain(error))
        .finally(() => this.#schedule());
    }, BEAT_MS);
  }

  async #sayAlive(): Promise<void> {
    const { queue, study } = this.#options;
    const ids = [...this.#running.keys()];
    const record = encodeRecord({
      name: this.#name,
      host: hostname(),
      backend: this.#backend.name,
      fingerprint: study.fingerprint,
      slots: this.#slots,
      running: ids,
      ...this.#counts,
      beat: this.#beat++,
    });
    const keys = ids.map((id) => this.#base + id);
    const jobs = await this.#client.eval(BEAT, 1, workersKey(queue), this.#name, record, KEEP_MS, ...keys);
    for (const [i, id] of ids.entries()) this.#obey(id, (jobs as BeatState[])[i] as BeatState);
    if (this.#beat % BEATS_A_LOOK === 1) await this.#lookForStrangers();
  }

  /** What the study wants of an evaluation. */
  #obey(id: string, [name, stop, listener]: BeatState): void {
    const served = this.#running.get(id);
    if (name === null || stop !== null) served?.stop({ type: "stopped" });
    else if (listener !== null && listener !== this.#listeners.get(id)) {
      this.#listeners.set(id, listener);
      served?.tellAgain();
    }
  }

  /** Says of which studies in the queue it takes nothing. */
  async #lookForStrangers(): Promise<void> {
    const { queue, study } = this.#options;
    const studies = await this.#client.hgetall(studiesKey(queue));
    for (const [id, text] of Object.entries(studies)) {
      const found = decodeStudy(text);
      if (found === undefined || found.fingerprint === study.fingerprint || this.#strangers.has(id)) continue;
      this.#strangers.add(id);
      this.#log(
        `Study "${found.name}" in queue ${queue} has another space, direction or constraints than this worker's study ` +
          `(${found.fingerprint}, not ${study.fingerprint}); it is left to other workers.`,
      );
    }
  }

  #explain(error: Error): void {
    if (this.#closing !== undefined) return;
    const [, id] = /(?:Missing lock|Missing key|Lock mismatch) for job (\S+)\./.exec(error.message) ?? [];
    if (id !== undefined) this.#say(`The answer of ${id} came too late, and is ignored.`);
    else if (error instanceof SyntaxError) {
      this.#counts.refused++;
      this.#say(`Refused a job that is no JSON: ${error.message}.`);
    } else if (!/Connection is closed|ECONN|EPIPE|Socket/.test(String(error))) {
      this.#say(explainRedis(error, this.#options.connection.url).message);
    }
  }

  /** The same only once in a row. */
  #say(line: string): void {
    if (line === this.#lastLine || this.#closing !== undefined) return;
    this.#lastLine = line;
    this.#log(line);
  }
}

/** An answer that is too long is the objective's fault, and says so. */
function encodeOrExcuse({ messages, ending }: Answer): string {
  try {
    return encodeAnswer({ messages, ending });
  } catch (error) {
    const message = `What the evaluation gave cannot be sent: ${(error as Error).message}.`;
    const excuse: Ending = { type: "failed", reason: "invalid-value", message };
    return encodeAnswer({ messages: messages.slice(0, 1), ending: excuse });
  }
}
