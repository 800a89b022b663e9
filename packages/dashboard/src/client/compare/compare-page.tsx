import { useEffect, useState } from "preact/hooks";
import type { StudyEntry, TrialColumns } from "../../wire.js";
import { CompareChart } from "../charts/index.js";
import { studyPath } from "../live/api.js";
import { useResource } from "../live/use-resource.js";
import { addressOf, tabAddress } from "../route/route.js";
import { StudiesTable } from "../studies/studies-table.js";
import { ChartCard } from "../view/chart-card.js";
import { Awaiting, Notice } from "../view/notice.js";

/** Several studies in one chart, with their figures below. */
export function ComparePage({ names }: { readonly names: readonly string[] }) {
  const { data, failure } = useResource<{ studies: readonly StudyEntry[] }>("api/studies");
  return (
    <>
      <nav class="breadcrumbs" aria-label="Where you are">
        <a href={addressOf({ view: "studies" })}>Studies</a>
      </nav>
      <h1>Comparison</h1>
      {data === undefined ? (
        <Awaiting what="studies" failure={failure} />
      ) : (
        <Comparison
          studies={data.studies.filter(({ name, state }) => names.includes(name) && state !== "unreadable")}
        />
      )}
    </>
  );
}

function Comparison({ studies }: { readonly studies: readonly StudyEntry[] }) {
  const [columns, setColumns] = useState<Readonly<Record<string, TrialColumns>>>({});
  const known = studies.flatMap(({ name, direction }) => {
    const own = columns[name];
    return own === undefined ? [] : [{ name, direction, columns: own }];
  });
  const open = (name: string) => {
    location.hash = tabAddress(name, "overview");
  };
  if (studies.length === 0) return <Notice kind="empty">None of the studies of this address is here.</Notice>;
  return (
    <>
      {studies.map(({ name }) => (
        <Columns key={name} name={name} onColumns={(own) => setColumns((all) => ({ ...all, [name]: own }))} />
      ))}
      <div class="charts">
        <ChartCard what="the comparison" data={known.length === studies.length ? known : undefined} wide={true}>
          {(all) => <CompareChart studies={all} onSelectStudy={open} headingLevel={2} />}
        </ChartCard>
      </div>
      <StudiesTable studies={studies} />
    </>
  );
}

/** Keeps the trials of one study up to date; draws nothing. */
function Columns({ name, onColumns }: { readonly name: string; readonly onColumns: (columns: TrialColumns) => void }) {
  const { data } = useResource<TrialColumns>(studyPath(name, "/columns"), name);
  useEffect(() => {
    if (data !== undefined) onColumns(data);
  }, [data]);
  return null;
}
