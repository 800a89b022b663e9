import { type Command, Option } from "commander";
import { Output } from "../output/output.js";
import { backendOptions, commonOptions, type Done, example } from "./common-options.js";

/** Where evaluations wait for workers. */
export function queueFlagOptions(command: Command): Command {
  return command
    .option("--redis <url>", "Redis of --backend bullmq (default: $REDIS_URL, or redis://127.0.0.1:6379)")
    .option("--queue <name>", "queue that the study and its workers share");
}

/** The commands for many machines. */
export function addQueue(program: Command, done: Done): void {
  const worker = program
    .command("worker")
    .summary("evaluate on this machine what a study elsewhere asks for")
    .description("Takes the evaluations of a study from a queue, until it is stopped by Ctrl-C or SIGTERM.")
    .argument("<study-file>", "the file that shac run has as well");
  backendOptions(queueFlagOptions(worker), "inline, threads, processes, onnx, tf-managed,").addOption(
    new Option("--direction <way>", "as given to shac run").choices(["minimize", "maximize"]),
  );
  commonOptions(worker)
    .addHelpText("after", example("worker digits.ts --redis redis://10.0.0.5 --queue digits --workers 4"))
    .action(async (file, flags) => {
      const { serveStudy } = await import("../commands/worker.js");
      done(await serveStudy(file, flags, new Output(flags)));
    });

  const workers = program
    .command("workers")
    .summary("who serves a queue")
    .description("Lists the workers of a queue: what each offers, runs and has done, and when it was last heard of.");
  queueFlagOptions(workers).option("--clean", "first remove what is left of workers and studies that are gone");
  commonOptions(workers)
    .addHelpText("after", example("workers --queue digits", "workers --queue digits --clean --json"))
    .action(async (flags) => {
      const { listQueueWorkers } = await import("../commands/workers.js");
      done(await listQueueWorkers(flags, new Output(flags)));
    });
}
