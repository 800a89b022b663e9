import { ForeignLine } from "../view/foreign-text.js";
import { Menu } from "../view/menu.js";
import type { TrialColumn } from "./trial-columns.js";

interface ColumnChoiceProps {
  readonly columns: readonly TrialColumn[];
  readonly shown: readonly string[];
  readonly onChoose: (keys: readonly string[] | undefined) => void;
}

/** Which columns the table has; the trial's number always stays. */
export function ColumnChoice({ columns, shown, onChoose }: ColumnChoiceProps) {
  const chosen = new Set(shown);
  const toggle = (key: string) =>
    onChoose(
      columns.map((column) => column.key).filter((each) => (each === key ? !chosen.has(key) : chosen.has(each))),
    );
  return (
    <Menu label="Columns">
      <fieldset class="choices">
        <legend class="visually-hidden">Columns of the table</legend>
        {columns
          .filter(({ key }) => key !== "number")
          .map(({ key, title }) => (
            <label key={key}>
              <input type="checkbox" checked={chosen.has(key)} onChange={() => toggle(key)} />
              <ForeignLine text={title} />
            </label>
          ))}
      </fieldset>
      <button type="button" class="link-button" onClick={() => onChoose(undefined)}>
        As in the beginning
      </button>
    </Menu>
  );
}
