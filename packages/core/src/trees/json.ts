import { StorageError } from "../errors.js";
import type { JsonObject, JsonValue } from "../json-value.js";
import { exactLeaf, type TreeEnsemble } from "./tree-ensemble.js";

/** The arrays of an ensemble as JSON. Every number keeps its bits, but for a threshold of -0, which turns into 0. */
export function ensembleToJson(ensemble: TreeEnsemble): JsonObject {
  return {
    roots: Array.from(ensemble.roots),
    feature: Array.from(ensemble.feature),
    threshold: Array.from(ensemble.threshold),
    left: Array.from(ensemble.left),
    value: Array.from(ensemble.value),
  };
}

function corrupt(what: string): StorageError {
  return new StorageError(`The saved trees are corrupt: ${what}. Restore the file from a copy, or train again.`);
}

function numbers(json: JsonValue | undefined, name: string): readonly number[] {
  if (!Array.isArray(json)) throw corrupt(`"${name}" is not a list`);
  const at = json.findIndex((item) => typeof item !== "number" || !Number.isFinite(item));
  if (at >= 0) throw corrupt(`${name}[${at}] is ${JSON.stringify(json[at])}, not a finite number`);
  return json;
}

function integers(json: JsonValue | undefined, name: string, least: number, most: number): Int32Array {
  const list = numbers(json, name);
  const at = list.findIndex((item) => !Number.isInteger(item) || item < least || item > most);
  if (at >= 0) throw corrupt(`${name}[${at}] is ${list[at]}, not an integer from ${least} to ${most}`);
  return Int32Array.from(list);
}

/** Every node must be one tree's root or one parent's child, and children come after their parent: so there is no cycle. */
function checkStructure({ roots, feature, left }: TreeEnsemble): void {
  const uses = new Uint8Array(feature.length);
  const use = (node: number) => {
    if (uses[node] === 1) throw corrupt(`node ${node} is used twice`);
    uses[node] = 1;
  };
  roots.forEach(use);
  for (const [node, axis] of feature.entries()) {
    if (axis === -1) continue;
    const child = left[node] as number;
    if (child <= node || child + 1 >= feature.length) throw corrupt(`left[${node}] is ${child}, out of range`);
    use(child);
    use(child + 1);
  }
  const unused = uses.indexOf(0);
  if (unused >= 0) throw corrupt(`node ${unused} belongs to no tree`);
}

/**
 * The ensemble that `ensembleToJson` wrote, bit for bit.
 *
 * @param dimensions length of the points that it decides on
 * @throws StorageError saying what is corrupt
 */
export function ensembleFromJson(json: JsonValue, dimensions: number): TreeEnsemble {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw corrupt("they are not an object");
  const { roots, feature, threshold, left, value } = json as JsonObject;
  const nodes = Array.isArray(feature) ? feature.length : 0;
  const ensemble: TreeEnsemble = {
    roots: integers(roots, "roots", 0, nodes - 1),
    feature: integers(feature, "feature", -1, dimensions - 1),
    threshold: Float64Array.from(numbers(threshold, "threshold")),
    left: integers(left, "left", 0, nodes - 1),
    value: Float64Array.from(numbers(value, "value")),
  };
  for (const name of ["threshold", "left", "value"] as const) {
    if (ensemble[name].length !== nodes) {
      throw corrupt(`"${name}" holds ${ensemble[name].length} numbers for ${nodes} nodes`);
    }
  }
  const at = ensemble.value.findIndex((leaf) => leaf !== exactLeaf(leaf));
  if (at >= 0) throw corrupt(`value[${at}] is ${ensemble.value[at]}, which no leaf can be`);
  checkStructure(ensemble);
  return ensemble;
}
