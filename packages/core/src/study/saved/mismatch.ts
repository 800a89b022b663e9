import { canonicalJson } from "../../canonical-json.js";
import { StudyMismatchError } from "../../errors.js";
import type { JsonObject, JsonValue } from "../../json-value.js";
import type { Sampler } from "../../sampler/sampler.js";
import { describeSpace } from "../../space/describe-space.js";
import type { SearchSpace } from "../../space/search-space.js";
import type { StudyHeader } from "../../storage/records.js";
import { constraintsJson, type MetricConstraints } from "../constraints.js";
import type { StudyOptions } from "../define-study.js";

/** What a sampler and a pruner have in common. */
interface NamedPart {
  readonly name: string;
  readonly options: JsonObject;
}

/** How a definition agrees with the study saved under its name. */
interface SavedBudget {
  readonly header: StudyHeader;
  /** Every budget the study has had, the present one last. */
  readonly budgets: readonly number[];
}

/**
 * Compares what a definition says with the saved study; what it leaves out stays as it was saved.
 *
 * @returns the budget to raise the study to, undefined to leave it
 * @throws StudyMismatchError listing all that differs
 */
export function reconcile<P>(options: StudyOptions<SearchSpace<P>>, saved: SavedBudget): number | undefined {
  const { header } = saved;
  const { direction, seed, sampler, pruner } = options;
  const lines = spaceDifferences(header.space, options.space.toJSON());
  if (direction !== undefined && direction !== header.direction) {
    lines.push(`direction: saved ${header.direction}, now ${direction}`);
  }
  if (options.mode !== undefined && options.mode !== header.mode) {
    lines.push(`mode: saved ${header.mode}, now ${options.mode}`);
  }
  lines.push(...constraintDifferences(header.constraints, options.constraints));
  if (seed !== undefined && seed !== header.seed) lines.push(`seed: saved ${header.seed}, now ${seed}`);
  lines.push(...partDifferences("sampler", header.sampler, sampler));
  lines.push(...partDifferences("pruner", header.pruner, pruner));
  const budget = budgetDifferences(options, saved);
  lines.push(...budget.lines);
  if (lines.length > 0) throw mismatch(header.name, lines);
  return budget.raised;
}

/** @throws StudyMismatchError when a part that is given is not the one that was saved */
export function checkSameParts(
  header: StudyHeader,
  { space, sampler }: { readonly space: SearchSpace<unknown> | undefined; readonly sampler: Sampler | undefined },
): void {
  const lines = space === undefined ? [] : spaceDifferences(header.space, space.toJSON());
  lines.push(...partDifferences("sampler", header.sampler, sampler));
  if (lines.length > 0) throw mismatch(header.name, lines);
}

function partDifferences(part: string, saved: NamedPart | undefined, now: NamedPart | undefined): string[] {
  if (now === undefined) return [];
  const was = saved === undefined ? "none" : describePart(saved);
  const is = describePart(now);
  return was === is ? [] : [`${part}: saved ${was}, now ${is}`];
}

function mismatch(name: string, lines: readonly string[]): StudyMismatchError {
  return new StudyMismatchError(
    `Study "${name}" was saved with other settings:\n${lines.map((line) => `  ${line}`).join("\n")}\nGo on with the saved settings, or take another name.`,
  );
}

function describePart({ name, options }: NamedPart): string {
  return `${name} ${canonicalJson(options)}`;
}

/**
 * A budget that the study has had before changes nothing, so that a study file need not be edited after its budget was
 * raised from elsewhere; nor does the number of batches that goes with one of them.
 */
function budgetDifferences<P>(
  { totalBudget, numBatches }: StudyOptions<SearchSpace<P>>,
  { header: { batchSize }, budgets }: SavedBudget,
): { readonly lines: readonly string[]; readonly raised?: number } {
  const now = budgets.at(-1) as number;
  const wanted = totalBudget === undefined || budgets.includes(totalBudget) ? now : totalBudget;
  const lines: string[] = [];
  if (wanted < now) lines.push(`budget: saved ${now}, now ${wanted}, and it cannot be lowered`);
  const extra = (wanted - now) % batchSize;
  if (wanted > now && extra !== 0) {
    const lower = wanted - extra;
    const near = lower > now ? `${lower} or ${lower + batchSize}` : `${lower + batchSize}`;
    lines.push(`budget: saved ${now}, now ${wanted}, which adds no whole batches of ${batchSize}; ${near} would`);
  }
  if (numBatches !== undefined && ![...budgets, wanted].includes(numBatches * batchSize)) {
    lines.push(`batches: saved ${now / batchSize} of ${batchSize} points each, now ${numBatches}`);
  }
  return lines.length === 0 && wanted > now ? { lines, raised: wanted } : { lines };
}

function constraintDifferences(saved: JsonObject = {}, now: MetricConstraints | undefined): string[] {
  if (now === undefined) return [];
  const kept = constraintsJson(now) ?? {};
  const metrics = [...new Set([...Object.keys(saved), ...Object.keys(kept)])];
  const show = (bounds: JsonValue | undefined) => (bounds === undefined ? "none" : canonicalJson(bounds));
  return metrics
    .filter((metric) => show(saved[metric]) !== show(kept[metric]))
    .map((metric) => `constraint on ${metric}: saved ${show(saved[metric])}, now ${show(kept[metric])}`);
}

function spaceDifferences(saved: JsonObject, now: JsonObject): string[] {
  if (canonicalJson(saved) === canonicalJson(now)) return [];
  const was = linesByName(saved);
  const is = linesByName(now);
  const names = [...new Set([...was.keys(), ...is.keys()])];
  const lines = names.filter((name) => was.get(name) !== is.get(name));
  if (lines.length === 0)
    return [`order of the parameters: saved ${[...was.keys()].join(", ")}; now ${[...is.keys()].join(", ")}`];
  return lines.map((name) => `${name}: saved ${was.get(name) ?? "nothing"}; now ${is.get(name) ?? "nothing"}`);
}

/** What describes each parameter and constraint, by its name. */
function linesByName(space: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    describeSpace(space).map((line) => {
      const end = line.indexOf(": ");
      return end < 0 ? [line, "there"] : [line.slice(0, end), line.slice(end + 2)];
    }),
  );
}
