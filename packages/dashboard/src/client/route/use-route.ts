import { useEffect, useState } from "preact/hooks";
import { addressOf, parseRoute, type Route } from "./route.js";

/** The route of the address as it is now. */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const read = () => setHash(location.hash);
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  return parseRoute(hash);
}

/** Puts a route in place of the present one: what is typed into a filter is no step to go back to. */
export function replaceRoute(route: Route): void {
  history.replaceState(null, "", addressOf(route));
  dispatchEvent(new HashChangeEvent("hashchange"));
}
