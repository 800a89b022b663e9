import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { BackendError, createRng, type EvaluatorBackend, inlineBackend, Study, type StudyRecord } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { afterAll, describe, expect, it } from "vitest";
import { guardAgainstHangs } from "./hang-guard.js";
import { type RandomStudy, randomStudies, smallOnes } from "./random-study.js";
import { savedEssence } from "./study-essence.js";

const directory = mkdtempSync(join(tmpdir(), "shac-resume-"));
afterAll(() => rmSync(directory, { recursive: true }));

const noPause = async () => {};

/** Runs the objective in this process, but loses some workers; says which trials it evaluated to the end. */
function unluckyBackend({ options, objective }: RandomStudy, concurrency: number) {
  const evaluated: number[] = [];
  const inner = inlineBackend(objective(noPause), { concurrency });
  const backend: EvaluatorBackend = {
    ...inner,
    async evaluate(request, channel) {
      const { trial, attempt } = request;
      if (createRng(options.seed as number, "loss", attempt, trial).next() < 0.1) {
        channel.onStart({ workerId: 0 });
        throw new BackendError("killed by SIGKILL", { retryable: true });
      }
      evaluated.push(trial);
      return inner.evaluate(request, channel);
    },
  };
  return { backend, evaluated };
}

/** The study in `folder` run to its end from whatever is there; the trials that were evaluated for it. */
async function runOn(random: RandomStudy, folder: string, concurrency: number): Promise<readonly number[]> {
  const { backend, evaluated } = unluckyBackend(random, concurrency);
  const study = await Study.open(random.options, { storage: journalStorage(folder) });
  await study.fit(backend, { maxFailures: Number.POSITIVE_INFINITY });
  await study.close();
  return evaluated;
}

const journalOf = (folder: string, { options }: RandomStudy) => join(folder, options.name, "journal.jsonl");

function endsOfLines(journal: Buffer): number[] {
  return [...journal].flatMap((byte, i) => (byte === 0x0a ? [i + 1] : []));
}

function finishedIn(journal: Buffer): number[] {
  const lines = journal.toString().split("\n").slice(0, -1);
  const records = lines.map((line) => (JSON.parse(line) as { record: StudyRecord }).record);
  return records.flatMap((record) => (record.type === "finished" ? [record.trial] : []));
}

guardAgainstHangs();

describe("a study that is cut off after any record, and within it", () => {
  const soak = process.env.SOAK !== undefined;
  const all = randomStudies(77, 40);
  const small = smallOnes(all, soak ? 6 : 3);
  const studies = soak ? all : small;
  const cascades = new Set<string>();

  it.each(studies.map((study) => [study.options.name, study] as const))(
    "%s is gone on with to the very same end",
    async (_name, random) => {
      const { options } = random;
      const whole = join(directory, `${options.name}-whole`);
      // Without batches it is for the order of completion to say what comes next.
      const slots = options.mode === "async" ? 1 : 4;
      await runOn(random, whole, slots);
      const journal = readFileSync(journalOf(whole, random));
      const undisturbed = await savedEssence(options, journalStorage(whole));
      cascades.add(undisturbed.classifiers);
      const draw = createRng(options.seed as number, "cut");
      const cut = join(directory, `${options.name}-cut`);
      const ends = endsOfLines(journal);
      // Each run to the end waits for the disk some hundred times: a soak cuts small studies after every record.
      const stride = soak && small.includes(random) ? 1 : Math.ceil(ends.length / (soak ? 20 : 6));
      for (let i = draw.below(stride); i < ends.length; i += 1 + draw.below(2 * stride - 1)) {
        const end = ends[i] as number;
        const torn = draw.below((ends[i + 1] ?? end + 1) - end);
        mkdirSync(dirname(journalOf(cut, random)), { recursive: true });
        writeFileSync(journalOf(cut, random), journal.subarray(0, end + torn));
        const evaluated = await runOn(random, cut, 1 + draw.below(slots));
        const where = `cut ${torn} bytes after record ${i + 1} of ${ends.length}`;
        expect(await savedEssence(options, journalStorage(cut)), where).toEqual(undisturbed);
        const finished = new Set(finishedIn(journal.subarray(0, end)));
        expect(
          evaluated.filter((trial) => finished.has(trial)),
          where,
        ).toEqual([]);
        expect(new Set(evaluated).size, where).toBe(evaluated.length);
      }
    },
  );

  it("had classifiers", () => {
    expect([...cascades].filter((classifiers) => classifiers.includes("trees")).length).toBeGreaterThan(1);
  });
});
