import type { StudyDetail } from "../../wire.js";
import { BatchesTable } from "./batches-table.js";
import { BestTrial } from "./best-trial.js";
import { HistoryCard } from "./history-card.js";
import { StudyFigures } from "./study-figures.js";
import { StudySettings } from "./study-settings.js";

/** How far a study is, and the best that it has found. */
export function OverviewTab({ study }: { readonly study: StudyDetail }) {
  return (
    <div class="overview">
      <StudyFigures study={study} live />
      <HistoryCard study={study} />
      <BestTrial study={study} />
      <BatchesTable study={study} />
      <StudySettings study={study} />
    </div>
  );
}
