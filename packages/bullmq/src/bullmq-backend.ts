import { BackendClosedError, type EvaluatorBackend } from "@shac/core";
import { type BullmqOptions, checkLostAfter, checkQueueOptions } from "./options.js";
import { connectRedis } from "./redis/redis-client.js";
import { StudySession } from "./study/study-session.js";

const NAME = "bullmq";

/**
 * Evaluates on whatever workers serve the queue (`serveEvaluator`, `shac worker`), here and elsewhere. Its capacity is the
 * sum of theirs; they may come and go.
 *
 * @throws InvalidOptionError
 */
export function bullmqBackend(options: BullmqOptions): EvaluatorBackend {
  checkQueueOptions(options);
  const lostAfterMs = checkLostAfter(options.lostAfterMs ?? 10_000);
  let session: StudySession | undefined;
  let closing: Promise<void> | undefined;
  /** Ends the open() under way. */
  let abandon: () => void = () => {};

  const close = async (): Promise<void> => {
    abandon();
    if (session !== undefined) {
      closing = session.close(new BackendClosedError(NAME));
      session = undefined;
    }
    await closing;
  };

  return {
    apiVersion: 1,
    name: NAME,
    isolation: "remote",
    cancellation: "forced",
    async open(study, capacity) {
      await close();
      let isAbandoned = false;
      const abandoned = new Promise<never>((_, reject) => {
        abandon = () => {
          isAbandoned = true;
          reject(new BackendClosedError(NAME));
        };
      });
      const start = async (): Promise<StudySession> => {
        const client = await connectRedis(options.connection);
        const begun = new StudySession(client, options, lostAfterMs, study, (slots) => {
          if (!isAbandoned) capacity(slots);
        });
        try {
          await begun.open();
        } catch (error) {
          await begun.close(error);
          throw error;
        }
        if (isAbandoned) await begun.close(new BackendClosedError(NAME));
        return begun;
      };
      session = await Promise.race([start(), abandoned]);
      abandon = () => {};
    },
    evaluate: async (request, channel) => {
      if (session === undefined) throw new BackendClosedError(NAME);
      return session.evaluate(request, channel);
    },
    close,
  };
}
