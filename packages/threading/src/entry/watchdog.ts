import { Socket } from "node:net";
import { WATCHDOG_FD } from "../link/child-descriptors.js";

/** Milliseconds between two looks at the memory; in between a process can grow by what it can fill in that time. */
const MEMORY_INTERVAL_MS = 50;

// This runs in a thread of its own, so it goes on when the objective blocks the process' main thread for ever.
const limitBytes = Number(process.argv[2]) * 2 ** 20;
const socket = new Socket({ fd: WATCHDOG_FD });

/** The process leads a group, in which the programs that it starts are too. */
function killGroup(): void {
  process.kill(-process.pid, "SIGKILL");
}

// The parent holds the other end for as long as it lives.
socket.on("close", killGroup);
socket.on("error", killGroup);
socket.resume();

if (limitBytes > 0) {
  setInterval(() => {
    const bytes = process.memoryUsage.rss();
    if (bytes > limitBytes) socket.write(`${bytes}\n`, killGroup);
  }, MEMORY_INTERVAL_MS);
}
