import type { StudyCondition } from "../../wire.js";
import { Hint } from "./hint.js";

const conditions: Readonly<Record<StudyCondition, string>> = {
  running: "A process works on this study now.",
  finished: "All evaluations of the budget are done.",
  stopped: "Nothing works on this study now, and its budget is not spent. `shac run` goes on with it.",
  unreadable: "The study's journal is damaged and cannot be read.",
};

const trialStates: Readonly<Record<string, string>> = {
  waiting: "Proposed, not started yet.",
  running: "Being evaluated now.",
  complete: "Evaluated, with a value.",
  infeasible: "Evaluated, but its metrics do not meet the study's constraints, so it cannot be the best.",
  failed: "The evaluation gave no value; the search takes it as worse than half of the others.",
  pruned: "Stopped early, as its reports promised little.",
  imported: "A result from elsewhere that the search learns from.",
};

/** The condition of a study, by colour, sign and word. */
export function StudyBadge({ condition }: { readonly condition: StudyCondition }) {
  return (
    <Hint text={conditions[condition]} class={`badge badge-${condition}`}>
      {condition}
    </Hint>
  );
}

/** The state of a trial, by colour, sign and word. `plain`: without an explanation, where a heading has it. */
export function TrialBadge({ state, plain = false }: { readonly state: string; readonly plain?: boolean }) {
  if (plain) return <span class={`badge badge-${state}`}>{state}</span>;
  return (
    <Hint text={trialStates[state] ?? state} class={`badge badge-${state}`}>
      {state}
    </Hint>
  );
}
