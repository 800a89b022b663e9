import { useEffect, useState } from "preact/hooks";

/** The present time in milliseconds, renewed every `everyMs`, for what is told as an age. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
