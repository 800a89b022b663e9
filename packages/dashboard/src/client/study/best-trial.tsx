import type { StudyDetail } from "../../wire.js";
import { trialAddress } from "../route/route.js";
import { ParameterList } from "../trials/parameter-list.js";
import { Notice } from "../view/notice.js";

/** The parameters of the best trial so far, ready to be taken along. */
export function BestTrial({ study }: { readonly study: StudyDetail }) {
  const trial = study.bestTrial;
  return (
    <section class="card best-trial" aria-labelledby="best-trial">
      <div class="card-head">
        <h2 id="best-trial">Best trial</h2>
        {trial !== null && <a href={trialAddress(study.name, trial.number)}>All about trial {trial.number}</a>}
      </div>
      {trial === null ? (
        <Notice kind="empty">
          No trial is complete{study.constraints === null ? "" : " and meets the constraints"} yet.
        </Notice>
      ) : (
        <ParameterList trial={trial} parameters={study.parameters} />
      )}
    </section>
  );
}
