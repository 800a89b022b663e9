import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  boolean,
  categorical,
  float,
  int,
  medianPruner,
  type ObjectiveContext,
  randomSampler,
  type SearchSpace,
  Study,
  type StudyDefinition,
  searchSpace,
  shacSampler,
  vector,
} from "@shac/core";
import { journalStorage } from "@shac/core/node";

const digitsSpace = searchSpace({
  learningRate: float(1e-5, 1e-1, { log: true }),
  layers: int(1, 6),
  activation: categorical(["relu", "tanh", "gelu"]),
  dropout: float(0, 0.6),
  batchNorm: boolean(),
});

/** Trials that fail, by their number. */
export const failedDigits: ReadonlySet<number> = new Set([7, 31]);

/** Trains nothing, but has everything that a training has: reports, prunings, failures, metrics and a log. */
const digits: StudyDefinition<typeof digitsSpace> = {
  name: "digits",
  space: digitsSpace,
  totalBudget: 80,
  numBatches: 8,
  seed: 1,
  pruner: medianPruner(),
  constraints: { latencyMs: { max: 7 } },
  objective({ learningRate, layers, activation, dropout, batchNorm }, context) {
    if (failedDigits.has(context.trial)) {
      throw new Error("The loss is not a number", { cause: new TypeError("The matrix is singular") });
    }
    const distance = Math.abs(Math.log10(learningRate) + 2.5) + Math.abs(layers - 3) + (dropout - 0.25) ** 2;
    const loss = 0.05 * distance + (activation === "gelu" ? 0 : 0.03) + (batchNorm ? 0 : 0.01);
    for (let epoch = 1; epoch <= 8; epoch++) {
      context.report(epoch, loss + 0.4 / epoch);
      // Only some ask, so that enough are left to learn from.
      if (context.trial % 4 === 0 && context.shouldPrune()) break;
    }
    context.log(`trained ${layers} layers`);
    return { value: loss, metrics: { latencyMs: 2 + layers } };
  },
};

/** Text that would do harm as HTML, and turn the direction of what follows it. */
export const hostileText = `<img src="x" onerror="document.title='owned'"><b>'"\u202Egnorw`;
export const longText = "endless ".repeat(1150);

const hostileSpace = searchSpace({
  [hostileText]: float(0, 1),
  choice: categorical(["<script>document.title='owned'</script>", longText, "\u202Ertl"]),
  w: vector(float(0, 1), 3),
});

const hostile: StudyDefinition<typeof hostileSpace> = {
  name: "hostile",
  space: hostileSpace,
  totalBudget: 30,
  numBatches: 3,
  seed: 1,
  sampler: shacSampler(),
  objective(params, context) {
    context.log(hostileText);
    if (context.trial % 5 === 1) throw new Error(`${hostileText} ${longText}`);
    if (context.trial % 5 === 2) return Number.NaN;
    return {
      value: params.w[0] * 1e-300,
      metrics: { [hostileText]: 1e308 },
      attributes: { [hostileText]: longText, nothing: null },
    };
  },
};

const manySpace = searchSpace({ x: float(0, 1), y: int(0, 100) });
const many: StudyDefinition<typeof manySpace> = {
  name: "many",
  space: manySpace,
  totalBudget: 1000,
  numBatches: 10,
  seed: 1,
  sampler: randomSampler(),
  objective: ({ x, y }) => x + y,
};

/** A new folder with the studies "digits", "hostile" and "many", all finished, and with "damaged", which no one can read. */
export async function pageStudies(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "dashboard-page-"));
  await finish(dir, digits);
  await finish(dir, hostile);
  await finish(dir, many);
  await mkdir(join(dir, "damaged"));
  await writeFile(join(dir, "damaged", "journal.jsonl"), "<b>no record</b>\n");
  return dir;
}

/** A study as it is kept, to compare the page with. */
export function kept(dir: string, name: string): Promise<Study> {
  return Study.restore(journalStorage(dir), name);
}

async function finish<S extends SearchSpace>(dir: string, definition: StudyDefinition<S>): Promise<void> {
  const study = await Study.open(definition, { storage: journalStorage(dir) });
  await study.fit();
  await study.close();
}

/** A study that runs, whose trials end when the test says so. */
export class SteeredStudy {
  readonly #study: Study;
  #granted = 0;
  #grant: () => void = () => {};
  readonly #ended: Promise<unknown>;

  private constructor(study: Study) {
    this.#study = study;
    this.#ended = study.fit((_, { signal }: ObjectiveContext) => this.#evaluate(signal));
  }

  static async start(dir: string, name: string): Promise<SteeredStudy> {
    const space = searchSpace({ x: float(0, 1) });
    const definition = { name, space, totalBudget: 60, numBatches: 3, seed: 1, sampler: randomSampler() };
    return new SteeredStudy(await Study.open(definition, { storage: journalStorage(dir) }));
  }

  /** Lets one more trial end. */
  finishOne(): void {
    this.#granted += 1;
    this.#grant();
  }

  /** Lets all end that are left. */
  async finishAll(): Promise<void> {
    this.#granted = Number.POSITIVE_INFINITY;
    this.#grant();
    await this.#ended;
    await this.#study.close();
  }

  async #evaluate(signal: AbortSignal): Promise<number> {
    while (this.#granted < 1) {
      await new Promise<void>((resolve) => {
        this.#grant = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      signal.throwIfAborted();
    }
    this.#granted -= 1;
    return 1;
  }
}
