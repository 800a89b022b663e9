import {
  BackendError,
  type EvaluationChannel,
  type EvaluationRequest,
  type EvaluationResult,
  type StudyIdentity,
} from "@shac/core";
import type { Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import type { BullmqOptions } from "../options.js";
import { disconnect } from "../redis/disconnect.js";
import { loadBullmq } from "../redis/load-bullmq.js";
import { QueueJobs } from "../redis/queue-jobs.js";
import { attemptOf, jobId, jobsBase, PREFIX, queueName, studiesKey, workersKey } from "../redis/queue-keys.js";
import { BLOCK_MS, explainRedis, placeOf } from "../redis/redis-client.js";
import { removeSilent } from "../redis/silent-records.js";
import { within } from "../redis/within.js";
import { decodeAnswer, decodeTelling, encodeJob } from "../wire/job-codec.js";
import { Malformed } from "../wire/schema.js";
import { BEAT_MS, KEEP_MS } from "../wire/worker-record.js";
import { type JobLook, lookAtQueue } from "./look.js";
import { RemoteEvaluation } from "./remote-evaluation.js";
import { WorkerIds } from "./worker-ids.js";
import { WorkerWatch } from "./worker-watch.js";

/** Milliseconds that a worker has to stop an evaluation before the study goes on without its word, ... */
const STOP_MS = 4000;

/** ... and that it has when the session closes, which has more to do in its 5 s, on a machine that may be busy. */
const CLOSING_STOP_MS = 3000;

/** Milliseconds that tidying up may take. */
const TIDY_MS = 800;

/** Entries of BullMQ's stream of events that are kept; what is missed is found by looking. */
const MAX_EVENTS = 1000;

/** A study's time at its queue, from `open` to `close`. */
export class StudySession {
  readonly #client: Redis;
  readonly #options: BullmqOptions;
  readonly #study: StudyIdentity;
  readonly #capacity: (slots: number) => void;
  readonly #jobs: QueueJobs;
  readonly #watch: WorkerWatch;
  /** Also those that have settled, until their job is gone. */
  readonly #evaluations = new Map<string, RemoteEvaluation>();
  readonly #workerIds = new WorkerIds();
  #queue: Queue | undefined;
  #events: QueueEvents | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosing = false;
  #slots: number | undefined;
  #lastNotice = "";

  constructor(
    client: Redis,
    options: BullmqOptions,
    lostAfterMs: number,
    study: StudyIdentity,
    capacity: (slots: number) => void,
  ) {
    this.#client = client;
    this.#options = options;
    this.#study = study;
    this.#capacity = capacity;
    this.#jobs = new QueueJobs(client, jobsBase(options.queue, study.fingerprint));
    this.#watch = new WorkerWatch(study.fingerprint, lostAfterMs, BEAT_MS);
  }

  /** Announces the capacity. @throws BackendError */
  async open(): Promise<void> {
    const { Queue, QueueEvents } = (await loadBullmq()).bullmq;
    const name = queueName(this.#options.queue, this.#study);
    const shared = { connection: this.#client, prefix: PREFIX };
    const time = await this.#look();
    this.#queue = new Queue(name, { ...shared, streams: { events: { maxLen: MAX_EVENTS } } });
    const reading = { lastEventId: `${time}-0`, blockingTimeout: BLOCK_MS, autorun: false };
    this.#events = new QueueEvents(name, { ...shared, ...reading });
    // What is wrong with the connection is told by the client's own events.
    this.#queue.on("error", () => {});
    this.#events.on("error", () => {});
    this.#events.on("completed", ({ jobId, returnvalue }) => this.#answer(jobId, returnvalue, "event"));
    this.#events.on("progress", ({ jobId, data }) => this.#tell(jobId, data));
    await this.#events.waitUntilReady();
    this.#listen(this.#events);
    await removeSilent(this.#client, this.#options.queue, time, KEEP_MS);
    await this.#removeOver();
    this.#client.on("close", this.#onClose);
    this.#client.on("ready", this.#onReady);
    this.#schedule();
  }

  /** BullMQ stops at an event that is no JSON; what is missed meanwhile is found by looking. */
  #listen(events: QueueEvents): void {
    events.run().catch(() => {
      events.opts = { ...events.opts, lastEventId: "$" } as QueueEvents["opts"];
      setTimeout(() => this.#isClosing || this.#listen(events), BEAT_MS).unref();
    });
  }

  evaluate(request: EvaluationRequest, channel: EvaluationChannel): Promise<EvaluationResult> {
    const id = jobId(request);
    const known = this.#evaluations.get(id);
    if (known !== undefined) return known.settled;
    channel.signal.throwIfAborted();
    const onAbort = () => this.#stop(evaluation, channel.signal.reason);
    const evaluation = new RemoteEvaluation(id, request, channel, this.#workerIds, onAbort);
    this.#evaluations.set(id, evaluation);
    evaluation.added = this.#add(evaluation);
    return evaluation.settled;
  }

  /** Settles everything, and leaves nothing of what is over. Takes 5 s at most. */
  async close(reason: unknown): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#timer);
    this.#client.off("close", this.#onClose);
    this.#client.off("ready", this.#onReady);
    const open = [...this.#evaluations.values()].filter(({ isOpen }) => isOpen);
    for (const evaluation of open) this.#stop(evaluation, reason, CLOSING_STOP_MS);
    await Promise.allSettled(open.map(({ settled }) => settled));
    if (this.#client.status === "ready") await within(TIDY_MS, this.#tidy());
    if (this.#events !== undefined) await disconnect(this.#events);
    this.#client.disconnect();
  }

  async #add(evaluation: RemoteEvaluation): Promise<void> {
    const { id, request } = evaluation;
    try {
      const keep = { removeOnComplete: false, removeOnFail: false };
      await this.#queue?.add("evaluation", encodeJob(request), { jobId: id, attempts: 1, ...keep });
      evaluation.isAdded = true;
      evaluation.claimedAt = this.#watch.looks;
      // Given up while Redis was away.
      if (!this.#evaluations.has(id)) this.#remove(id);
    } catch (error) {
      this.#evaluations.delete(id);
      const tooLong = error instanceof RangeError;
      evaluation.fail(
        tooLong
          ? new BackendError(`Trial ${request.trial} cannot be sent: ${error.message}.`, { cause: error })
          : explainRedis(error as Error, this.#options.connection.url),
      );
    }
  }

  /** Ends an evaluation before its time: its worker kills it, or it is taken out of the queue. */
  #stop(evaluation: RemoteEvaluation, reason: unknown, limitMs: number = STOP_MS): void {
    if (!evaluation.isOpen || evaluation.stopped !== undefined) return;
    evaluation.stopped = { reason };
    const end = () => {
      clearTimeout(timer);
      this.#evaluations.delete(evaluation.id);
      evaluation.fail(reason);
    };
    const timer = setTimeout(() => {
      // Should its worker come back, it finds the job gone.
      if (this.#client.status === "ready") void this.#jobs.remove(evaluation.id).catch(() => {});
      end();
    }, limitMs);
    evaluation.settled.catch(() => clearTimeout(timer));
    const ask = async (): Promise<void> => {
      await evaluation.added;
      if (evaluation.isOpen && !(await this.#jobs.stop(evaluation.id))) end();
    };
    ask().catch(() => {});
  }

  #schedule(): void {
    if (this.#isClosing) return;
    this.#timer = setTimeout(() => {
      this.#look()
        .then(() => this.#forgetOver())
        .catch((error: Error) => {
          this.#fallSilent();
          this.#notice(explainRedis(error, this.#options.connection.url).message);
        })
        .finally(() => this.#schedule());
    }, BEAT_MS);
  }

  /** @returns the time of Redis in milliseconds */
  async #look(): Promise<number> {
    const { queue, connection } = this.#options;
    const open = [...this.#evaluations.values()].filter(({ isOpen, isAdded }) => isOpen && isAdded);
    const keys = open.map(({ id }) => this.#jobs.keyOf(id));
    const { time, workers, jobs } = await lookAtQueue(this.#client, queue, this.#study, keys).catch((error: Error) => {
      throw explainRedis(error, connection.url);
    });
    this.#watch.look(time, workers);
    for (const [i, evaluation] of open.entries()) this.#judge(evaluation, jobs[i] as JobLook);
    this.#announce();
    return time;
  }

  /** What a look at its job says of an evaluation. Most of it was told by an event before. */
  #judge(evaluation: RemoteEvaluation, { isGone, isFinished, answer, failure, worker, isHeld }: JobLook): void {
    if (!evaluation.isOpen) return;
    const { id, request } = evaluation;
    const { looks } = this.#watch;
    if (isGone) {
      this.#lose(evaluation, `The job of trial ${request.trial} is gone from Redis.`);
    } else if (isFinished) {
      if (answer === undefined)
        this.#lose(evaluation, `A worker could not evaluate trial ${request.trial}: ${failure}.`);
      else this.#answer(id, parse(answer), "look");
    } else if (worker === undefined || this.#watch.claims(worker, id)) {
      evaluation.claim(looks);
      // One that began in an earlier session, or whose beginning was missed.
      if (isHeld && !evaluation.hasStarted && !evaluation.isAsked) this.#askAgain(evaluation);
    } else if (this.#watch.isLost(evaluation.claimedAt)) {
      const message = `Worker ${worker} was lost in trial ${request.trial}.`;
      // Should it fail, the next look tries again.
      this.#giveUp(evaluation, message).catch(() => {});
    }
  }

  /** Takes the job away from a worker that was lost, unless its answer came at the last moment. */
  async #giveUp(evaluation: RemoteEvaluation, message: string): Promise<void> {
    const answer = await this.#jobs.giveUp(evaluation.id);
    if (answer === undefined) this.#lose(evaluation, message);
    else this.#answer(evaluation.id, parse(answer), "look");
  }

  #askAgain(evaluation: RemoteEvaluation): void {
    evaluation.isAsked = true;
    void this.#jobs.askAgain(evaluation.id).catch(() => {});
  }

  #tell(id: string, data: unknown): void {
    const evaluation = this.#evaluations.get(id);
    if (!evaluation?.isOpen) return;
    try {
      if (!evaluation.tell(decodeTelling(data))) this.#askAgain(evaluation);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#refuse(id, error);
    }
  }

  /** @param source events may be older than the job, which begins anew when it was handed back; a look is not */
  #answer(id: string, text: unknown, source: "event" | "look"): void {
    const evaluation = this.#evaluations.get(id);
    if (!evaluation?.isOpen) return;
    try {
      const answer = decodeAnswer(text);
      const { type } = answer.ending;
      const isUndone = evaluation.stopped === undefined && (type === "handed-back" || type === "stopped");
      if (isUndone && source === "event") return;
      // Stopped in an earlier session, which did not live to see it.
      if (isUndone && type === "stopped") void this.#repeat(evaluation);
      else evaluation.answer(answer);
      if (evaluation.stopped !== undefined || type === "lost" || type === "handed-back") this.#remove(id);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#refuse(id, error);
      this.#lose(evaluation, `The answer to trial ${evaluation.request.trial} was refused: ${error.message}.`);
    }
  }

  #refuse(id: string, { message }: Malformed): void {
    this.#notice(`Refused what came of ${id}: ${message}.`);
  }

  #lose(evaluation: RemoteEvaluation, message: string): void {
    this.#remove(evaluation.id);
    evaluation.lose(message);
  }

  #remove(id: string): void {
    this.#evaluations.delete(id);
    void this.#jobs.remove(id).catch(() => {});
  }

  async #repeat(evaluation: RemoteEvaluation): Promise<void> {
    evaluation.isAdded = false;
    await this.#jobs.remove(evaluation.id).catch(() => {});
    await this.#add(evaluation);
  }

  /** What an earlier session kept until it was in the journal, and did not live to remove. */
  async #removeOver(): Promise<void> {
    const { id, isOver } = this.#study;
    if (isOver === undefined) return;
    for (const job of await this.#jobs.ids()) {
      const attempt = attemptOf(job);
      if (attempt?.studyId === id && isOver(attempt.trial, attempt.attempt)) await this.#jobs.remove(job);
    }
  }

  /** Removes the jobs of which the outcome is in the journal. */
  async #forgetOver(): Promise<void> {
    const { isOver } = this.#study;
    if (isOver === undefined && !this.#isClosing) return;
    const over = [...this.#evaluations.values()].filter(
      ({ isOpen, request }) => !isOpen && (isOver?.(request.trial, request.attempt) ?? true),
    );
    await this.#jobs.forget(over.map(({ id }) => id));
    for (const { id } of over) this.#evaluations.delete(id);
  }

  async #tidy(): Promise<void> {
    await this.#forgetOver();
    for (const job of await this.#jobs.ids()) if (attemptOf(job) === undefined) await this.#jobs.remove(job);
    await this.#jobs.sweep();
    const { queue } = this.#options;
    await this.#client.hdel(studiesKey(queue), this.#study.id);
    const { lost } = this.#watch;
    if (lost.length > 0) await this.#client.hdel(workersKey(queue), ...lost);
  }

  #announce(): void {
    const { slots, strangers } = this.#watch;
    if (slots === this.#slots) return;
    this.#slots = slots;
    this.#capacity(slots);
    if (slots > 0) return;
    const { queue } = this.#options;
    const others =
      strangers === 0 ? "" : ` Of those there, ${strangers} serve studies of another space, direction or constraints.`;
    this.#notice(`No worker of queue ${queue} serves this study; the search waits for one.${others}`);
  }

  #fallSilent(): void {
    for (const evaluation of this.#evaluations.values()) evaluation.fallSilent(this.#watch.looks);
  }

  #onClose = (): void => {
    this.#fallSilent();
    this.#notice(`Redis at ${placeOf(this.#options.connection.url)} does not answer; the search waits for it.`);
  };

  #onReady = (): void => {
    this.#watch.beginAgain();
    this.#notice(`Redis at ${placeOf(this.#options.connection.url)} answers again.`);
  };

  /** Says the same only once in a row. */
  #notice(message: string): void {
    if (message === this.#lastNotice || this.#isClosing) return;
    this.#lastNotice = message;
    this.#study.notice?.(message);
  }
}

/** What BullMQ kept of a text. */
function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
