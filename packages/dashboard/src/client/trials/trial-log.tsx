import type { TrialDetail } from "../../wire.js";
import { Hint } from "../view/hint.js";

/** What a trial has printed. */
export function TrialLog({ log }: { readonly log: NonNullable<TrialDetail["log"]> }) {
  return (
    <section class="card card-wide" aria-labelledby="log">
      <div class="card-head">
        <h3 id="log">Log</h3>
        {log.truncated && (
          <span class="muted">
            <Hint text="The whole log lies beside the study's journal, in its folder `logs`.">the last 64 KiB</Hint>
          </span>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section class="text-block" tabIndex={0} aria-labelledby="log">
        <pre>
          <bdi>{log.text}</bdi>
        </pre>
      </section>
    </section>
  );
}
