import type { Trial } from "../study/trial/trial.js";

/**
 * Trials as a JSON list: number, batch, state, params, value and reason (null where there is none), then what else there
 * is of metrics, attributes, error, attempt and elapsedMs.
 */
export function trialsToJson(trials: readonly Trial[]): string {
  return `${formatJson(trials.map(trialRow))}\n`;
}

/** A trial as `trialsToJson` writes it. */
export function trialRow({ number, batch, state, params, value, reason, ...rest }: Trial): object {
  return { number, batch, state, params, value: value ?? null, reason: reason ?? null, ...rest };
}

/**
 * JSON text of a value, two spaces a level, as JSON.stringify writes it but for `-0`, which keeps its sign. Lists of
 * scalars stand on one line.
 */
export function formatJson(value: unknown, indent = ""): string {
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => formatJson(item ?? null, inner));
    if (value.every((item) => typeof item !== "object" || item === null)) return `[${items.join(", ")}]`;
    return `[\n${items.map((item) => inner + item).join(",\n")}\n${indent}]`;
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) return "{}";
  const lines = members.map(([name, member]) => `${inner}${JSON.stringify(name)}: ${formatJson(member, inner)}`);
  return `{\n${lines.join(",\n")}\n${indent}}`;
}
