import { Study } from "@shac/core";
import { chooseBackend } from "../backend/choose-backend.js";
import { importBullmq, QUEUE_BACKEND, queueOptions } from "../backend/queue-backend.js";
import type { RunFlags } from "../command-line/flags.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { Output } from "../output/output.js";
import { loadStudy } from "../study/load-study.js";
import { Interruption } from "../terminal/interruption.js";
import { UsageError } from "../usage-error.js";

/** `shac worker`: evaluates for studies elsewhere until it is interrupted. */
export async function serveStudy(file: string, flags: RunFlags, output: Output): Promise<ExitCode> {
  const { redis: _, queue: __, ...local } = flags;
  const options = queueOptions(flags);
  const loaded = await loadStudy(file);
  const backend = flags.backend === QUEUE_BACKEND ? undefined : await chooseBackend(loaded, local);
  // A study file's own may be the queue as well.
  if (backend === undefined || backend.name === QUEUE_BACKEND) {
    throw new UsageError("A worker evaluates here; give --backend processes or another one that does.");
  }
  const { serveEvaluator } = await importBullmq(loaded.url);
  const { name, direction } = loaded.definition;
  const study = new Study({ ...loaded.definition, ...(flags.direction && { direction: flags.direction }) });
  const log = (line: string) => output.notice(line);
  const service = await serveEvaluator(backend, { ...options, study, log });
  const way = flags.direction ?? direction ?? "minimize";
  output.progress(
    `Worker ${service.name} evaluates ${name} (${way}) with ${backend.name}, from queue ${options.queue}.`,
  );
  await interrupted(output);
  await service.close();
  return exitCodes.done;
}

/** Resolves at Ctrl-C or SIGTERM; the second one ends the program. */
async function interrupted(output: Output): Promise<void> {
  const stopAtOnce = (): never => process.exit(exitCodes.interrupted);
  await new Promise<void>((resolve) => {
    new Interruption(() => {
      output.notice("Stopping; what runs here is handed back.");
      resolve();
    }, stopAtOnce);
  });
}
