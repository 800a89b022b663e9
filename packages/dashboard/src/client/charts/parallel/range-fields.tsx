import { plainText } from "../painter/plain-text.js";
import type { ParallelAxis, Ranges } from "./parallel-axes.js";

interface RangeFieldsProps {
  readonly axes: readonly ParallelAxis[];
  readonly ranges: Ranges;
  readonly onChange: (ranges: Ranges) => void;
}

/** The ranges of parallel coordinates as fields, for those who do not drag. */
export function RangeFields({ axes, ranges, onChange }: RangeFieldsProps) {
  const set = (key: string, range: readonly [number, number] | undefined): void => {
    const { [key]: _, ...others } = ranges;
    onChange(range ? { ...others, [key]: range } : others);
  };
  return (
    <details class="chart-ranges">
      <summary>Ranges</summary>
      <div class="chart-ranges-grid">
        {axes.map((axis) => (
          <fieldset key={axis.key} class="chart-range">
            <legend>{plainText(axis.axis.title)}</legend>
            {axis.choices ? (
              <ChoiceField choices={axis.choices} range={ranges[axis.key]} onChange={(range) => set(axis.key, range)} />
            ) : (
              <NumberFields range={ranges[axis.key]} onChange={(range) => set(axis.key, range)} />
            )}
          </fieldset>
        ))}
      </div>
    </details>
  );
}

interface FieldProps {
  readonly range: readonly [number, number] | undefined;
  readonly onChange: (range: readonly [number, number] | undefined) => void;
}

function ChoiceField({ choices, range, onChange }: FieldProps & { readonly choices: readonly string[] }) {
  const only = choices.findIndex((_, i) => range && Math.ceil(range[0]) === i && Math.floor(range[1]) === i);
  return (
    <label class="chart-choice">
      only{" "}
      <select
        value={only}
        onChange={(event) => {
          const index = Number(event.currentTarget.value);
          onChange(index < 0 ? undefined : [index - 0.5, index + 0.5]);
        }}
      >
        <option value={-1}>{range && only < 0 ? "several" : "any"}</option>
        {choices.map((choice, i) => (
          <option key={choice} value={i}>
            {plainText(choice)}
          </option>
        ))}
      </select>
    </label>
  );
}

function NumberFields({ range, onChange }: FieldProps) {
  const [low, high] = range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const change = (from: number, to: number): void =>
    onChange(from === Number.NEGATIVE_INFINITY && to === Number.POSITIVE_INFINITY ? undefined : [from, to]);
  const shown = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(6))) : "");
  return (
    <>
      <label class="chart-choice">
        from{" "}
        <input
          type="number"
          step="any"
          value={shown(low)}
          onChange={(event) => change(read(event.currentTarget.value, Number.NEGATIVE_INFINITY), high)}
        />
      </label>{" "}
      <label class="chart-choice">
        to{" "}
        <input
          type="number"
          step="any"
          value={shown(high)}
          onChange={(event) => change(low, read(event.currentTarget.value, Number.POSITIVE_INFINITY))}
        />
      </label>
    </>
  );
}

function read(text: string, otherwise: number): number {
  return text === "" ? otherwise : Number(text);
}
