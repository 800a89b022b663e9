import { pathToFileURL } from "node:url";
import type { WorkerInfo } from "@shac/bullmq";
import { importBullmq, queueOptions } from "../backend/queue-backend.js";
import type { CommonFlags, QueueFlags } from "../command-line/flags.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { Output } from "../output/output.js";
import { type Column, formatTable } from "../output/table.js";
import { ownCommand } from "../terminal/own-command.js";

const COLUMNS: readonly Column[] = [
  { title: "worker", align: "left" },
  { title: "backend", align: "left" },
  { title: "study", align: "left" },
  { title: "slots", align: "right" },
  { title: "running", align: "right" },
  { title: "done", align: "right" },
  { title: "failed", align: "right" },
  { title: "last heartbeat", align: "left" },
];

/** Flags of `shac workers`. */
export interface WorkersFlags extends CommonFlags, QueueFlags {
  readonly clean?: true;
}

/** `shac workers`: who serves a queue; with `--clean`, what is left of those that are gone is removed first. */
export async function listQueueWorkers(flags: WorkersFlags, output: Output): Promise<ExitCode> {
  const options = queueOptions(flags);
  const { cleanQueue, listWorkers } = await importBullmq(pathToFileURL(`${process.cwd()}/`));
  if (flags.clean) {
    const { workers, jobs } = await cleanQueue(options);
    output.notice(`Removed ${workers} workers and ${jobs} evaluations that were left behind.`);
  }
  const workers = await listWorkers(options);
  output.document(workers);
  if (workers.length > 0) output.result(formatTable(COLUMNS, workers.map(formatRow), output.style.dim));
  else
    output.notice(
      `No worker serves queue ${options.queue}. Start one with: ${ownCommand(["worker", "STUDY_FILE", "--queue", options.queue])}`,
    );
  return exitCodes.done;
}

function formatRow({
  name,
  backend,
  fingerprint,
  slots,
  running,
  done,
  failed,
  lastBeat,
  isSilent,
}: WorkerInfo): string[] {
  const time = new Date(lastBeat).toISOString();
  const counts = [slots, running, done, failed].map(String);
  return [name, backend, fingerprint, ...counts, isSilent ? `${time} (silent)` : time];
}
