import type { Trial } from "@shac/core";
import type { StudyDetail } from "../../wire.js";
import { trialAddress } from "../route/route.js";
import type { TrialColumn } from "./trial-columns.js";

interface TrialRowProps {
  readonly study: StudyDetail;
  readonly index: number;
  /** Undefined while it is on its way. */
  readonly trial: Trial | undefined;
  readonly columns: readonly TrialColumn[];
  /** Whether Tab stops at it. */
  readonly reachable: boolean;
  readonly onReach: () => void;
}

/** One trial in a line; a press anywhere opens it. */
export function TrialRow({ study, index, trial, columns, reachable, onReach }: TrialRowProps) {
  if (trial === undefined) {
    return (
      <tr aria-rowindex={index + 2}>
        <td class="muted" colSpan={columns.length}>
          …
        </td>
      </tr>
    );
  }
  const address = trialAddress(study.name, trial.number);
  const best = trial.number === study.best?.number;
  const open = () => {
    // Whoever marks text in a row wants to copy it.
    if (getSelection()?.isCollapsed !== false) location.hash = address;
  };
  return (
    <tr aria-rowindex={index + 2} class={`row-${trial.state} ${best ? "row-best" : ""}`} onClick={open}>
      {columns.map(({ key, numeric, cell }) => (
        <td key={key} class={numeric ? "number" : ""}>
          {key === "number" ? (
            <a
              href={address}
              tabIndex={reachable ? 0 : -1}
              onFocus={onReach}
              onClick={(event) => event.stopPropagation()}
            >
              {best && <span class="best-mark">best</span>}
              {cell(trial)}
            </a>
          ) : (
            cell(trial)
          )}
        </td>
      ))}
    </tr>
  );
}
