import type { BatchSummary } from "@shac/core";
import type { StudyDetail } from "../../wire.js";
import { formatSeconds } from "../format/duration.js";
import { formatCount, formatNumber, formatPercent } from "../format/number.js";
import { Hint } from "../view/hint.js";
import { Notice } from "../view/notice.js";

const columns: readonly (readonly [title: string, meaning: string, cell: (batch: BatchSummary) => string])[] = [
  [
    "Batch",
    "Its points were proposed together, from all results before. Counted from 0.",
    ({ batch }) => String(batch),
  ],
  ["Trials", "Evaluations that are finished.", ({ evaluations }) => formatCount(evaluations)],
  ["Failed", "Evaluations that gave no value.", ({ failed }) => formatCount(failed)],
  ["Best", "The best value of this batch.", ({ best }) => formatNumber(best)],
  ["Best so far", "The best value of this batch and all before.", ({ bestSoFar }) => formatNumber(bestSoFar)],
  ["Mean", "Mean value of the complete trials of this batch.", ({ mean }) => formatNumber(mean)],
  ["Stages", "Classifiers of the cascade that the batch was drawn from.", ({ stages }) => String(stages)],
  [
    "Accepted",
    "Share of the search space that these classifiers accept.",
    ({ acceptedVolume: { lower, upper } }) => formatPercent((lower + upper) / 2),
  ],
  ["Time", "From the proposal to the last result.", ({ seconds }) => formatSeconds(seconds)],
];

/** What each batch has brought, the newest first. */
export function BatchesTable({ study }: { readonly study: StudyDetail }) {
  return (
    <section class="card batches" aria-labelledby="batches">
      <div class="card-head">
        <h2 id="batches">Batches</h2>
        <span class="muted">{formatCount(study.batchSize)} trials each</span>
      </div>
      {study.batches.length === 0 ? (
        <Notice kind="empty">No batch is finished yet.</Notice>
      ) : (
        <Rows batches={study.batches} />
      )}
    </section>
  );
}

function Rows({ batches }: { readonly batches: readonly BatchSummary[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section class="scroll batches-scroll" tabIndex={0} aria-label="Batches, newest first">
      <table class="table table-numbers">
        <thead>
          <tr>
            {columns.map(([title, meaning]) => (
              <th key={title} scope="col" class="number">
                <Hint text={meaning}>{title}</Hint>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {batches.toReversed().map((batch) => (
            <tr key={batch.batch}>
              {columns.map(([title, , cell]) => (
                <td key={title} class="number">
                  {cell(batch)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
