import { createHash } from "node:crypto";
import { connect, createServer, type Socket } from "node:net";

/**
 * Runs `job` while no other process of this machine runs one for the same folder.
 *
 * The lock is a socket in Linux's abstract namespace: the system lets one process listen on a name, and frees the name when that
 * process is gone, however it ended. The others wait connected to it.
 *
 * @param onWait is called when somebody else has the lock
 */
export async function withBuildLock<T>(folder: string, onWait: () => void, job: () => Promise<T>): Promise<T> {
  const name = `\0shac-tf-native-${createHash("sha256").update(folder).digest("hex")}`;
  let release = await tryTake(name);
  if (release === undefined) onWait();
  while (release === undefined) {
    await endOfHolder(name);
    release = await tryTake(name);
  }
  try {
    return await job();
  } finally {
    release();
  }
}

function tryTake(name: string): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    const waiting = new Set<Socket>();
    const server = createServer((socket) => {
      waiting.add(socket);
      socket.on("error", () => {});
    });
    server.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(name, () => {
      resolve(() => {
        server.close();
        for (const socket of waiting) socket.destroy();
      });
    });
  });
}

/** Resolves when the process that listens is gone or has let go. */
function endOfHolder(name: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(name);
    // A refused connection: it ended just now. "close" follows every error.
    socket.on("error", () => {});
    socket.on("close", () => resolve());
    socket.resume();
  });
}
