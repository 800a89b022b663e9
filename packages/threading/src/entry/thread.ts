import type { MessagePort } from "node:worker_threads";
import { type Observable, Subject } from "threads/observable";
import { expose } from "threads/worker";
import type { MessageFromWorker } from "../link/worker-messages.js";
import { EvaluationServer } from "./evaluation-server.js";

/** What a worker thread exposes to its parent. */
export interface ThreadModule {
  /** Serves the messages that arrive at `port`; called once, for as long as the thread lives. */
  serve(port: MessagePort): Observable<MessageFromWorker>;
}

const exposed: ThreadModule = {
  serve(port) {
    const messages = new Subject<MessageFromWorker>();
    const server = new EvaluationServer((message) => messages.next(message));
    port.on("message", (message) => server.receive(message));
    return messages;
  },
};
expose(exposed);
