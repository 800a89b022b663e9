import { useEffect, useState } from "preact/hooks";
import { updates } from "./page-updates.js";
import { Resource, type Shown } from "./resource.js";

/**
 * What the server says at `path`, kept up to date. `study` is whose changes matter; without it, those of all.
 * Nothing of another path is ever shown.
 */
export function useResource<T>(path: string, study?: string): Shown<T> {
  const [held, setHeld] = useState<{ path: string; shown: Shown<T> }>({ path, shown: {} });
  useEffect(() => {
    const resource = new Resource<T>(path, study, updates, (shown) => setHeld({ path, shown }));
    return () => resource.stop();
  }, [path, study]);
  return held.path === path ? held.shown : {};
}
