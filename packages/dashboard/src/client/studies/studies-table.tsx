import type { StudyEntry } from "../../wire.js";
import { formatCount, formatNumber, formatRate } from "../format/number.js";
import { useNow } from "../live/use-now.js";
import { tabAddress } from "../route/route.js";
import { Age } from "../view/age.js";
import { ForeignText } from "../view/foreign-text.js";
import { Hint } from "../view/hint.js";
import { ProgressBar, spentShare } from "../view/progress-bar.js";
import { StudyBadge } from "../view/state-badge.js";

interface StudiesTableProps {
  readonly studies: readonly StudyEntry[];
  /** Absent where no study can be chosen. */
  readonly choice?: StudyChoice;
}

interface StudyChoice {
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (name: string, on: boolean) => void;
}

const columns: readonly (readonly [title: string, meaning: string, className?: string])[] = [
  ["State", "Whether a process works on the study now."],
  [
    "Best value",
    "The best value of a complete trial that meets the constraints; ↓ is minimised, ↑ maximised.",
    "number",
  ],
  ["Progress", "Finished evaluations of the budget, by how they ended."],
  ["Trials / min", "Finished trials a minute, while the study was running.", "number"],
  ["Sampler", "What proposes the points."],
  ["Updated", "When something was last written down."],
  ["Created", "When the study was begun."],
];

/** A row for each study; on a narrow screen, a card. */
export function StudiesTable({ studies, choice }: StudiesTableProps) {
  const now = useNow(10_000);
  return (
    <table class="table table-cards">
      <thead>
        <tr>
          {choice !== undefined && (
            <th scope="col">
              <span class="visually-hidden">Compare</span>
            </th>
          )}
          <th scope="col">Study</th>
          {columns.map(([title, meaning, className]) => (
            <th key={title} scope="col" class={className}>
              <Hint text={meaning}>{title}</Hint>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {studies.map((study) => (
          <StudyRow key={study.name} study={study} now={now} choice={choice} />
        ))}
      </tbody>
    </table>
  );
}

interface StudyRowProps {
  readonly study: StudyEntry;
  readonly now: number;
  readonly choice: StudyChoice | undefined;
}

function StudyRow({ study, now, choice }: StudyRowProps) {
  const { name, state } = study;
  const chosen = choice?.chosen.has(name) ?? false;
  return (
    <tr class={chosen ? "chosen" : ""}>
      {choice !== undefined && (
        <td class="cell-choice">
          <input
            type="checkbox"
            aria-label={`Compare ${name}`}
            checked={chosen}
            disabled={state === "unreadable"}
            onChange={(event) => choice.onChoose(name, event.currentTarget.checked)}
          />
        </td>
      )}
      <th scope="row" class="cell-name">
        <a href={tabAddress(name, "overview")}>
          <bdi>{name}</bdi>
        </a>
      </th>
      <td data-label="State">
        <StudyBadge condition={state} />
      </td>
      {state === "unreadable" ? <Unreadable error={study.error ?? ""} /> : <Figures study={study} now={now} />}
    </tr>
  );
}

function Unreadable({ error }: { readonly error: string }) {
  return (
    <td colSpan={columns.length - 1} class="cell-error">
      <ForeignText text={error} />
    </td>
  );
}

function Figures({ study, now }: { readonly study: StudyEntry; readonly now: number }) {
  return (
    <>
      <td data-label="Best value" class="number">
        <span
          title={study.best === null ? "no complete trial yet" : `${study.best.value} in trial ${study.best.number}`}
        >
          {formatNumber(study.best?.value)}
        </span>{" "}
        <span class="muted" role="img" aria-label={`${study.direction}d`}>
          {study.direction === "minimize" ? "↓" : "↑"}
        </span>
      </td>
      <td data-label="Progress" class="cell-progress">
        <ProgressBar study={study} />
        <span class="progress-words">
          {formatCount(study.finished)} of {formatCount(study.totalBudget)}{" "}
          <span class="muted">{spentShare(study)}</span>
        </span>
      </td>
      <td data-label="Trials / min" class="number">
        {formatRate(study.trialsPerMinute)}
      </td>
      <td data-label="Sampler">{study.sampler}</td>
      <td data-label="Updated">
        <Age iso={study.updated} now={now} />
      </td>
      <td data-label="Created">
        <Age iso={study.created} now={now} />
      </td>
    </>
  );
}
