import { formatSeconds } from "./duration.js";

const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** An ISO 8601 time in words, in the time zone of whoever looks: 24 Nov 2026, 20:15:21. */
export function formatMoment(iso: string): string {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? iso : exact.format(moment);
}

/** How long ago an ISO 8601 time was: just now, 4 min ago, 3 h ago, 12 d ago. */
export function formatAge(iso: string, now: number): string {
  const seconds = (now - new Date(iso).getTime()) / 1000;
  if (!Number.isFinite(seconds)) return iso;
  if (seconds < 5) return "just now";
  return `${formatSeconds(seconds).split(" ", 2).join(" ")} ago`;
}
