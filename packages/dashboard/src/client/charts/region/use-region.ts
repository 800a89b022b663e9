import { useEffect, useRef, useState } from "preact/hooks";
import type { CascadeMap } from "../../../wire.js";

export interface RegionQuery {
  readonly x: string;
  readonly y: string;
  /** From 0, the whole space. */
  readonly stage: number;
}

/** Gets the map of two parameters after a stage; rejects with an error whose message can be shown. */
export type LoadRegion = (query: RegionQuery, signal: AbortSignal) => Promise<CascadeMap>;

interface LoadedRegion {
  /** The latest that arrived; that of an earlier query as long as the new one is under way. */
  readonly map: CascadeMap | undefined;
  readonly error: string | undefined;
}

/** Maps of one revision, so that going back and forth between stages asks once for each. */
interface Kept {
  readonly load: LoadRegion;
  readonly revision: number;
  readonly maps: Map<string, CascadeMap>;
}

/** Loads the map that `query` asks for; of queries that follow each other quickly only the last is shown. */
export function useRegion(query: RegionQuery, load: LoadRegion, revision: number): LoadedRegion {
  const kept = useRef<Kept>({ load, revision, maps: new Map() });
  const [loaded, setLoaded] = useState<LoadedRegion>({ map: undefined, error: undefined });
  const { x, y, stage } = query;
  useEffect(() => {
    if (kept.current.load !== load || kept.current.revision !== revision) {
      kept.current = { load, revision, maps: new Map() };
    }
    const { maps } = kept.current;
    const key = JSON.stringify([x, y, stage]);
    const known = maps.get(key);
    if (known) return setLoaded({ map: known, error: undefined });
    const stop = new AbortController();
    load({ x, y, stage }, stop.signal).then(
      (map) => {
        maps.set(key, map);
        if (!stop.signal.aborted) setLoaded({ map, error: undefined });
      },
      (error: Error) => {
        if (!stop.signal.aborted) setLoaded({ map: undefined, error: error.message });
      },
    );
    return () => stop.abort();
  }, [x, y, stage, load, revision]);
  return loaded;
}
