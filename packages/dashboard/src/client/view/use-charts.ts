import { useEffect, useState } from "preact/hooks";

type Charts = typeof import("../charts/index.js");

let charts: Charts | undefined;

/** The charts, which come after the page's first paint; undefined until then. */
export function useCharts(): Charts | undefined {
  const [loaded, setLoaded] = useState(charts);
  useEffect(() => {
    if (charts !== undefined) return;
    import("../charts/index.js").then((module) => {
      charts = module;
      setLoaded(module);
    }, showFailure(setLoaded));
  }, []);
  return loaded;
}

/** Thrown while drawing, so that the nearest `Guarded` says it. */
function showFailure(setLoaded: (update: () => never) => void): (error: unknown) => void {
  return (error) =>
    setLoaded(() => {
      throw error;
    });
}
