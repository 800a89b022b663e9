import { useState } from "preact/hooks";
import type { ParameterInfo } from "../../../wire.js";
import { plainText } from "../painter/plain-text.js";

/** The parameters on the two axes of a chart. */
export type Pair = readonly [x: ParameterInfo | undefined, y: ParameterInfo | undefined];

/** Two parameters that are never the same; those of `initial`, else the first two, until others are chosen. */
export function usePair(
  parameters: readonly ParameterInfo[],
  initial: { readonly x: string; readonly y: string } | undefined,
): [Pair, (x: string, y: string) => void] {
  const [chosen, setChosen] = useState<{ readonly x: string; readonly y: string } | undefined>(undefined);
  const find = (name: string | undefined): ParameterInfo | undefined => parameters.find((each) => each.name === name);
  const wish = chosen ?? initial;
  const x = find(wish?.x) ?? parameters[0];
  const y = find(wish?.y) ?? parameters.find((each) => each !== x);
  return [
    [x, y === x ? parameters.find((each) => each !== x) : y],
    (nextX, nextY) => setChosen({ x: nextX, y: nextY }),
  ];
}

interface AxisChoiceProps {
  readonly parameters: readonly ParameterInfo[];
  readonly pair: Pair;
  readonly onChoose: (x: string, y: string) => void;
}

/** Chooses the parameters of both axes; choosing the other axis' one swaps them. */
export function AxisChoice({ parameters, pair: [x, y], onChoose }: AxisChoiceProps) {
  if (!x || !y) return null;
  return (
    <>
      <ParameterChoice
        label="Across"
        parameters={parameters}
        value={x}
        onChoose={(name) => onChoose(name, name === y.name ? x.name : y.name)}
      />
      <ParameterChoice
        label="Up"
        parameters={parameters}
        value={y}
        onChoose={(name) => onChoose(name === x.name ? y.name : x.name, name)}
      />
    </>
  );
}

interface ParameterChoiceProps {
  readonly label: string;
  readonly parameters: readonly ParameterInfo[];
  readonly value: ParameterInfo;
  readonly onChoose: (name: string) => void;
}

function ParameterChoice({ label, parameters, value, onChoose }: ParameterChoiceProps) {
  return (
    <label class="chart-choice">
      {label}{" "}
      <select
        value={parameters.indexOf(value)}
        onChange={(event) => onChoose(parameters[Number(event.currentTarget.value)]?.name as string)}
      >
        {parameters.map(({ name }, i) => (
          <option key={name} value={i}>
            {plainText(name)}
          </option>
        ))}
      </select>
    </label>
  );
}
