import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { StudyEntry } from "../wire.js";

function App() {
  const [studies, setStudies] = useState<readonly StudyEntry[]>([]);
  useEffect(() => {
    fetch("api/studies")
      .then((response) => response.json())
      .then((answer: { readonly studies: readonly StudyEntry[] }) => setStudies(answer.studies));
  }, []);
  return (
    <ul>
      {studies.map(({ name, finished, totalBudget }) => (
        <li key={name}>
          {name}: {finished} of {totalBudget}
        </li>
      ))}
    </ul>
  );
}

render(<App />, document.getElementById("app") as HTMLElement);
