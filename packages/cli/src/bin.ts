#!/usr/bin/env node
import { AsyncResource } from "node:async_hooks";
import { failWith, main } from "./cli.js";
import { exitCodes } from "./exit-codes.js";

const words = process.argv.slice(2);

/** The reader of a pipe, `head` for one, may have seen enough. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(exitCodes.done);
}

process.stdout.on("error", endQuietly);
process.stderr.on("error", endQuietly);
// A rejection that nobody handles arrives here too; work of a study file that is left to itself may cause either.
// Bound to this place, so that what is said of it is not taken for what the objective prints.
const fail = AsyncResource.bind((error: unknown) => process.exit(failWith(error, words)));
process.on("uncaughtException", (error) => fail(error));

const flush = [process.stdout, process.stderr].map((stream) => stream.write.bind(stream));
const exitCode = await main(words);
for (const write of flush) await new Promise<void>((done) => void write("", () => done()));
// A study file may have left timers or connections open.
process.exit(exitCode);
