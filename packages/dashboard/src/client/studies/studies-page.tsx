import { useState } from "preact/hooks";
import type { StudyEntry } from "../../wire.js";
import { useResource } from "../live/use-resource.js";
import { addressOf } from "../route/route.js";
import { Awaiting, Notice } from "../view/notice.js";
import { StudiesTable } from "./studies-table.js";

/** All studies of the folder, those that run first, then by their last change. */
export function StudiesPage() {
  const { data, failure } = useResource<{ studies: readonly StudyEntry[] }>("api/studies");
  return (
    <>
      <h1>Studies</h1>
      {data === undefined ? <Awaiting what="studies" failure={failure} /> : <Studies studies={data.studies} />}
    </>
  );
}

function Studies({ studies }: { readonly studies: readonly StudyEntry[] }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  if (studies.length === 0) return <NoStudies />;
  const choose = (name: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(name);
    else next.delete(name);
    setChosen(next);
  };
  const compared = studies.map(({ name }) => name).filter((name) => chosen.has(name));
  return (
    <>
      <div class="toolbar">
        <p class="muted" role="status">
          {compared.length === 0 ? "Choose two or more studies to compare them." : `${compared.length} chosen`}
        </p>
        {compared.length > 1 && (
          <a class="button button-primary" href={addressOf({ view: "compare", studies: compared })}>
            Compare {compared.length} studies
          </a>
        )}
      </div>
      <StudiesTable studies={[...studies].sort(byLastChange)} choice={{ chosen, onChoose: choose }} />
    </>
  );
}

function byLastChange(a: StudyEntry, b: StudyEntry): number {
  const running = Number(b.state === "running") - Number(a.state === "running");
  // While several run, their order must not change at every trial.
  if (a.state === "running" && b.state === "running") return a.name < b.name ? -1 : 1;
  return running || b.updated.localeCompare(a.updated);
}

function NoStudies() {
  return (
    <Notice kind="empty">
      <p>This folder holds no study yet.</p>
      <p>
        Start one with <code>shac run study.ts</code>; it appears here by itself.
      </p>
    </Notice>
  );
}
