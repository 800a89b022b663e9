import type { AcceptedRegion, Cascade, Study } from "@shac/core";
import type { CascadeMap, CascadeStage } from "../../wire.js";
import type { FollowedStudy } from "../live/followed-study.js";
import { invalidQuery } from "../request-error.js";

/** Divisible by many counts, so that most choices fill whole cells. */
const BINS = 48;
/** Less than what rounding leaves of a region that is wholly decided. */
const NEGLIGIBLE = 1e-9;

interface Trained {
  /** Of the finished batches that it was trained on. */
  readonly key: string;
  readonly cascade: Promise<Cascade | undefined>;
}

/** Cascades of studies, trained anew only when a batch was finished. */
export class CascadeAnswers {
  readonly #trained = new WeakMap<FollowedStudy, Trained>();

  /** What each classifier leaves; none while there is no classifier. */
  async stages(followed: FollowedStudy): Promise<readonly CascadeStage[]> {
    const cascade = await this.#of(followed);
    if (cascade === undefined) return [];
    const { parameters } = followed.study;
    return cascade.stages
      .filter(({ state }) => state === "active")
      .map(({ accuracy }, i) => {
        const region = cascade.region({ maxClassifiers: i + 1 });
        return {
          stage: i + 1,
          accuracy: accuracy ?? null,
          volume: region.volume,
          alive: Object.fromEntries(parameters.map(({ name }, axis) => [name, region.aliveShare(axis)])),
        };
      });
  }

  /** @throws RequestError for parameters or a stage that there are not */
  async map(followed: FollowedStudy, x: string, y: string, stage: number): Promise<CascadeMap> {
    const { study } = followed;
    const [xAxis, yAxis] = [axisOf(study, x), axisOf(study, y)];
    if (xAxis === yAxis) throw invalidQuery("A map needs two different parameters.");
    const cascade = await this.#of(followed);
    const most = cascade?.classifiers.length ?? 0;
    if (stage > most) throw invalidQuery(`There is no stage ${stage}; the cascade has ${most}.`);
    return {
      x,
      y,
      stage,
      ...acceptedCells(study, cascade?.region({ maxClassifiers: stage }), xAxis, yAxis),
      bins: BINS,
      xEdges: edgesOf(study, xAxis),
      yEdges: edgesOf(study, yAxis),
    };
  }

  #of(followed: FollowedStudy): Promise<Cascade | undefined> {
    const { study, evaluations } = followed;
    const imported = study.trials.reduce((count, { batch }) => count + Number(batch < 0), 0);
    const key = `${study.history.batches.length} ${imported} ${evaluations.retries}`;
    let trained = this.#trained.get(followed);
    if (trained?.key !== key) {
      trained = { key, cascade: study.cascade() };
      this.#trained.set(followed, trained);
    }
    return trained.cascade;
  }
}

/**
 * Over all other parameters where everything is decided, else with the others as in the best trial: a slice is always
 * exact.
 */
function acceptedCells(
  study: Study,
  region: AcceptedRegion | undefined,
  x: number,
  y: number,
): Pick<CascadeMap, "method" | "accepted"> {
  if (region === undefined) return { method: "marginal", accepted: new Array<number>(BINS * BINS).fill(1) };
  const { accepted, undecided } = region.map(x, y, BINS);
  if (study.best === undefined || undecided.every((share) => share < NEGLIGIBLE)) {
    return { method: "marginal", accepted: [...accepted] };
  }
  return { method: "slice", accepted: [...region.slice(x, y, BINS, study.pointOf(study.best.number))] };
}

function axisOf({ parameters }: Study, name: string): number {
  const axis = parameters.findIndex((parameter) => parameter.name === name);
  if (axis >= 0) return axis;
  const known = parameters.map((parameter) => parameter.name).join(", ");
  throw invalidQuery(`There is no parameter ${JSON.stringify(name)}; there are ${known}.`);
}

function edgesOf({ parameters }: Study, axis: number): readonly number[] {
  return Array.from({ length: BINS + 1 }, (_, i) => parameters[axis]?.valueAt(i / BINS) ?? 0);
}
