import stringWidth from "string-width";
import type { Style } from "./style.js";

/** Between two things on one line. */
export const GAP = "  ";

/** `name value`, cropped to `room` columns. */
export function pair(name: string, value: string, room: number, style: Style): string {
  const label = crop(name, room);
  const rest = crop(value, room - stringWidth(label) - 1);
  return rest === "" ? style.cyan(label) : `${style.cyan(label)} ${rest}`;
}

/** Shortens a text without escape sequences to `room` columns. */
export function crop(text: string, room: number): string {
  if (stringWidth(text) <= room) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(kept + segment) > room - 1) break;
    kept += segment;
  }
  return room > 0 ? `${kept}…` : "";
}

/** Lines of `items`, a gap apart, broken between items only; lines after the first begin with `indent` spaces. */
export function wrap(items: readonly string[], width: number, indent: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const item of items) {
    const size = stringWidth(item);
    if (line !== "" && used + GAP.length + size > width) {
      lines.push(line);
      line = " ".repeat(indent) + item;
      used = indent + size;
    } else {
      used += (line === "" ? 0 : GAP.length) + size;
      line = line === "" ? item : line + GAP + item;
    }
  }
  return line === "" ? lines : [...lines, line];
}
