import { formatAge, formatMoment } from "../format/moment.js";

/** A time as its age, the exact one under the pointer. */
export function Age({ iso, now }: { readonly iso: string; readonly now: number }) {
  return (
    <time dateTime={iso} title={formatMoment(iso)}>
      {formatAge(iso, now)}
    </time>
  );
}
