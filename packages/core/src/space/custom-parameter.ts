import { canonicalJson } from "../canonical-json.js";
import { InvalidSpaceError } from "../errors.js";
import type { JsonObject, JsonValue } from "../json-value.js";
import { cellAxis, continuousAxis, equalCells, MAX_CELLS } from "./cells.js";
import { invalidParameter, showValue } from "./invalid-parameter.js";
import type { ScalarParameter, ValueAxis } from "./parameter.js";

/**
 * A kind of parameter of one's own: how its values `V` lie along a coordinate u in [0, 1), which is drawn uniformly. Both
 * directions are pure functions of the `options` that a parameter of this kind was made with.
 */
export interface ParameterKind<V extends JsonValue, O extends JsonObject> {
  /** Stands in the JSON of a space; no kind of this package has it. */
  readonly kind: string;
  /** The value at `u`; throws for options that cannot be. With `cells`, called with the centres of cells only. */
  fromUnit(u: number, options: O): V;
  /** A `u` from 0 to 1 whose value is `value`; throws, or gives NaN, for what is no value. */
  toUnit(value: V, options: O): number;
  /** Number of values, each with an equal share of [0, 1). Absent: continuous. */
  cells?(options: O): number;
}

/** An alias, as a kind's own options and values are unknown where it is looked up by name. */
type AnyKind = ParameterKind<JsonValue, JsonObject>;

const BUILT_IN = ["float", "int", "categorical", "ordinal", "boolean", "normal", "vector"];
const kinds = new Map<string, AnyKind>();

/**
 * Registers a kind, so that `spaceFromJson` can read it, and gives the function that makes parameters of it. A space with
 * such parameters can be read only after the module with this call was imported. Registered again, the last one counts.
 *
 * ```ts
 * const powerOfTwo = customParameter({
 *   kind: "power-of-two",
 *   cells: ({ from, to }: { from: number; to: number }) => to - from + 1,
 *   fromUnit: (u, { from, to }) => 2 ** Math.floor(from + u * (to - from + 1)),
 *   toUnit: (value: number, { from, to }) => (Math.log2(value) - from + 0.5) / (to - from + 1),
 * });
 * const space = searchSpace({ width: powerOfTwo({ from: 3, to: 10 }) });
 * ```
 *
 * @throws InvalidSpaceError when the name is empty or one of this package's
 */
export function customParameter<V extends JsonValue, O extends JsonObject>(
  kind: ParameterKind<V, O>,
): (options: O) => ScalarParameter<V> {
  if (typeof kind.kind !== "string" || kind.kind === "" || BUILT_IN.includes(kind.kind)) {
    throw new InvalidSpaceError(
      `A kind of parameter cannot be called ${showValue(kind.kind)}; give it a name other than ${BUILT_IN.join(", ")}.`,
    );
  }
  kinds.set(kind.kind, kind as unknown as AnyKind);
  return (options) => parameterOf(kind, options);
}

/** @throws InvalidSpaceError when no such kind is registered */
export function customFromJson(name: string, json: JsonObject): ScalarParameter {
  const kind = kinds.get(json.kind as string);
  if (kind === undefined) {
    throw invalidParameter(
      name,
      `its kind ${showValue(json.kind)} is not registered; import the module that calls customParameter for it first.`,
    );
  }
  return parameterOf(kind, json.options as JsonObject);
}

/** How many values a custom parameter has, from its JSON; undefined: continuous, or of a kind that is not registered. */
export function customCells(json: JsonObject): number | undefined {
  return kinds.get(json.kind as string)?.cells?.(json.options as JsonObject);
}

function parameterOf<V extends JsonValue, O extends JsonObject>(
  kind: ParameterKind<V, O>,
  options: O,
): ScalarParameter<V> {
  return {
    kind: kind.kind,
    bind: (name) => {
      try {
        canonicalJson(options);
        const axis = customAxis(name, kind, options);
        axis.decode(0.5);
        return axis;
      } catch (cause) {
        if (cause instanceof InvalidSpaceError) throw cause;
        throw invalidParameter(name, `${kind.kind} refuses the options ${showValue(options)}: ${reason(cause)}`, {
          cause,
        });
      }
    },
    toJSON: () => ({ kind: kind.kind, options }),
  };
}

function customAxis<V extends JsonValue, O extends JsonObject>(
  name: string,
  kind: ParameterKind<V, O>,
  options: O,
): ValueAxis<V> {
  const toUnit = (value: unknown): number => {
    let u: number;
    try {
      u = kind.toUnit(value as V, options);
    } catch (cause) {
      throw invalidParameter(name, `${showValue(value)} is no ${kind.kind}: ${reason(cause)}`, { cause });
    }
    if (!(u >= 0 && u <= 1)) {
      throw invalidParameter(
        name,
        `${showValue(value)} is no ${kind.kind} of ${showValue(options)}; give one of its values.`,
      );
    }
    return u;
  };
  const count = kind.cells?.(options);
  if (count === undefined) return continuousAxis(name, (u) => kind.fromUnit(u, options), toUnit);
  if (!Number.isInteger(count) || count < 1 || count > MAX_CELLS) {
    throw invalidParameter(name, `${kind.kind} has ${showValue(count)} cells; make it an integer from 1 to 2^48.`);
  }
  const cells = equalCells(count);
  const decode = (cell: number): V => kind.fromUnit(cells.centre(cell), options);
  return cellAxis(name, true, cells, {
    decode,
    encode: (value) => {
      // A unit at the lower edge of a cell may be rounded below it.
      const cell = Math.min(Math.floor(toUnit(value) * count + 1e-9), count - 1);
      if (canonicalJson(decode(cell)) !== canonicalJson(value as V)) {
        throw invalidParameter(
          name,
          `${showValue(value)} is no ${kind.kind} of ${showValue(options)}; give one of its values.`,
        );
      }
      return cell;
    },
  });
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : showValue(cause);
}
