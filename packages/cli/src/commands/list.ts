import { Study } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import type { CommonFlags } from "../command-line/flags.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { formatNumber, formatSeconds, formatValue } from "../output/format.js";
import type { Output } from "../output/output.js";
import { type Column, formatTable } from "../output/table.js";
import { howToStart } from "../study/find-study.js";
import { countFinished, countState, isImported, summarizeStudy } from "../study/study-summary.js";

const COLUMNS: readonly Column[] = [
  { title: "name", align: "left" },
  { title: "direction", align: "left" },
  { title: "best", align: "right" },
  { title: "done", align: "right" },
  { title: "budget", align: "right" },
  { title: "failed", align: "right" },
  { title: "time", align: "right" },
];

/** `shac list`: the studies of a directory; one that cannot be read does not hide the others. */
export async function listStudies(flags: CommonFlags, output: Output): Promise<ExitCode> {
  const storage = journalStorage(flags.dir);
  const studies: Study[] = [];
  const broken: object[] = [];
  const names = await storage.list();
  for (const name of names) {
    try {
      studies.push(await Study.restore(storage, name));
    } catch (error) {
      const { code, message } = output.error(error);
      broken.push({ name, error: { code, message } });
    }
  }
  output.document([...studies.map(summarizeStudy), ...broken]);
  if (studies.length > 0) output.result(formatTable(COLUMNS, studies.map(formatRow), output.style.dim));
  if (names.length === 0) output.notice(`No study is kept in ${JSON.stringify(flags.dir)}. ${howToStart()}`);
  return broken.length === 0 ? exitCodes.done : exitCodes.failed;
}

function formatRow(study: Study): string[] {
  const { name, direction, best, trials, totalBudget, history } = study;
  const own = trials.filter((trial) => !isImported(trial));
  return [
    formatValue(name),
    direction,
    best?.value === undefined ? "-" : formatNumber(best.value),
    String(countFinished(trials)),
    String(totalBudget),
    String(countState(own, "failed")),
    formatSeconds(history.seconds),
  ];
}
