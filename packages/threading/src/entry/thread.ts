import { type Observable, Subject } from "threads/observable";
import { expose } from "threads/worker";
import { EvaluationServer } from "./evaluation-server.js";

/** What a worker thread exposes to its parent. */
export interface ThreadModule {
  /** Messages that are no answers. */
  messages(): Observable<string>;
  answer(text: string): Promise<string | undefined>;
}

const messages = new Subject<string>();
const server = new EvaluationServer((text) => messages.next(text));
const exposed: ThreadModule = { messages: () => messages, answer: (text) => server.answer(text) };
expose(exposed);
