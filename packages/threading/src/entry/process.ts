import { Socket } from "node:net";
import { Worker } from "node:worker_threads";
import { MESSAGES_FD } from "../link/child-descriptors.js";
import { readMessages, writeMessage } from "../link/message-stream.js";
import type { MessageToWorker } from "../link/worker-messages.js";
import { EvaluationServer } from "./evaluation-server.js";

// First of all, so that nothing that happens here can outlive the parent.
new Worker(new URL("./watchdog.js", import.meta.url), { execArgv: [], argv: process.argv.slice(2) }).unref();

const socket = new Socket({ fd: MESSAGES_FD, allowHalfOpen: true });
const server = new EvaluationServer((message) => writeMessage(socket, message));
readMessages(socket, (message) => server.receive(message as MessageToWorker));
socket.on("end", async () => {
  await server.close();
  process.exit(0);
});
