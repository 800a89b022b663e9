import { useEffect, useState } from "preact/hooks";

/** A number that rises each time the page changes its colours. */
export function useThemeVersion(): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const raise = (): void => setVersion((before) => before + 1);
    document.addEventListener("themechange", raise);
    return () => document.removeEventListener("themechange", raise);
  }, []);
  return version;
}
