import { Socket } from "node:net";
import { Worker } from "node:worker_threads";
import { MESSAGES_FD } from "../child-descriptors.js";
import { readLines } from "../read-lines.js";
import { EvaluationServer } from "./evaluation-server.js";

// First of all, so that nothing that happens here can outlive the parent.
new Worker(new URL("./watchdog.js", import.meta.url), { execArgv: [] }).unref();

const socket = new Socket({ fd: MESSAGES_FD });
const server = new EvaluationServer((text) => socket.write(`${text}\n`));
readLines(socket, async (text) => {
  const answer = await server.answer(text);
  if (answer !== undefined) socket.write(`${answer}\n`);
});
socket.on("end", async () => {
  await server.close();
  process.exit(0);
});
