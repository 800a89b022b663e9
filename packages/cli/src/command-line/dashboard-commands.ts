import type { Command } from "commander";
import { Output } from "../output/output.js";
import { commonOptions, type Done, example } from "./common-options.js";
import { parseInteger } from "./option-values.js";

const parsePort = parseInteger(0, 65_535);

/** What a run takes to be shown in the browser as well. */
export function dashboardOption(command: Command): Command {
  return command.option(
    "--dashboard [port]",
    "show the run in the browser too (default port: 7422, or any that is free)",
    parsePort,
  );
}

export function addDashboard(program: Command, done: Done): void {
  const dashboard = program
    .command("dashboard")
    .summary("show studies in the browser, live")
    .description("Serves a page that shows the studies of a folder, running or not. It only reads. Ctrl-C ends it.")
    .option("--host <address>", "where to listen: 0.0.0.0 lets other machines in", "127.0.0.1")
    .option("--port <n>", "0 takes any that is free", parsePort, 7422)
    .option("--token <secret>", "what the address must hold, 16 characters at least (default: drawn at each start)")
    .option("--no-token", "let in every program and user of this machine");
  commonOptions(dashboard)
    .addHelpText(
      "after",
      example("dashboard", "dashboard --dir /data/studies --port 8080", "run digits.ts --dashboard"),
    )
    .action(async (flags) => {
      const { serveStudies } = await import("../commands/dashboard.js");
      done(await serveStudies(flags, new Output(flags)));
    });
}

export function addReport(program: Command, done: Done): void {
  const report = program
    .command("report")
    .summary("write a study with its charts into one HTML file")
    .description(
      "Writes a study with its charts into one HTML file, to keep or to send. It opens without any server or network.",
    )
    .argument("[name]", "name of the study; not needed where there is only one")
    .option("-o, --output <file>", "file to write", "report.html");
  commonOptions(report)
    .addHelpText("after", example("report", "report digits -o digits.html"))
    .action(async (name, flags) => {
      const { reportStudy } = await import("../commands/report.js");
      done(await reportStudy(name, flags, new Output(flags)));
    });
}
