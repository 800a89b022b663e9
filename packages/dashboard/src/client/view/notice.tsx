import type { ComponentChildren } from "preact";
import type { Failure } from "../live/api.js";

/** What stands in the place of data that is on its way, absent or not to be had. */
export function Notice({
  kind,
  children,
}: {
  readonly kind: "loading" | "empty" | "error";
  readonly children: ComponentChildren;
}) {
  return (
    <div class={`notice notice-${kind}`} role={kind === "error" ? "alert" : "status"}>
      {children}
    </div>
  );
}

/** Data is on its way, or why it is not. */
export function Awaiting({ what, failure }: { readonly what: string; readonly failure: Failure | undefined }) {
  if (failure === undefined) return <Notice kind="loading">Loading {what} …</Notice>;
  return (
    <Notice kind="error">
      <p>{failure.message}</p>
      {failure.code === "unreachable" && <p>This page tries again by itself.</p>}
    </Notice>
  );
}
