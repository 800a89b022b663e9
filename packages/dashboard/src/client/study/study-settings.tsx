import type { JsonObject } from "@shac/core";
import type { StudyDetail } from "../../wire.js";
import { formatJson } from "../format/json-value.js";
import { formatMoment } from "../format/moment.js";
import { formatCount } from "../format/number.js";
import { ForeignText } from "../view/foreign-text.js";
import { Hint } from "../view/hint.js";

/** What was chosen when the study was begun. */
export function StudySettings({ study }: { readonly study: StudyDetail }) {
  return (
    <section class="card settings" aria-labelledby="settings">
      <div class="card-head">
        <h2 id="settings">Settings</h2>
      </div>
      <dl class="pairs">
        {settingsOf(study).map(([label, meaning, text]) => (
          <div key={label}>
            <dt>
              <Hint text={meaning}>{label}</Hint>
            </dt>
            <dd>
              <ForeignText text={text} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function settingsOf(study: StudyDetail): readonly (readonly [label: string, meaning: string, text: string])[] {
  const options = words(study.samplerOptions);
  return [
    ["Direction", "Which way of the value is better.", study.direction],
    ["Sampler", "What proposes the points.", study.sampler],
    ...(options !== ""
      ? [["Sampler's options", "As they were given when the study was begun.", options] as const]
      : []),
    [
      "Mode",
      "batch: a batch is proposed once all before are finished; async: a point whenever a worker is free.",
      study.mode,
    ],
    ["Budget", "Evaluations in all.", formatCount(study.totalBudget)],
    ["Batch size", "Points that are proposed together.", formatCount(study.batchSize)],
    ["Seed", "The same seed, space and results give the same points.", String(study.seed)],
    ["Pruner", "What stops evaluations early that promise little.", study.pruner ?? "none"],
    [
      "Constraints",
      "Bounds on metrics that a trial must keep to be the best.",
      study.constraints === null ? "none" : words(study.constraints),
    ],
    ["Created", "When the study was begun.", formatMoment(study.created)],
    ["Id", "Tells the study from another of the same name.", study.id],
  ];
}

/** Names and values in a line: rounds 200, booster (maxDepth 6, gamma 0). */
function words(members: JsonObject): string {
  const parts = Object.entries(members).map(([name, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? `${name} (${words(value as JsonObject)})`
      : `${name} ${formatJson(value)}`,
  );
  return parts.join(", ");
}
