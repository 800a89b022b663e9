import type { InferenceSession } from "onnxruntime-node";

/** Threads that spin while they wait take the cores from other workers; so says onnxruntime_session_options_config_keys.h. */
const NO_SPINNING = {
  "session.intra_op.allow_spinning": "0",
  "session.inter_op.allow_spinning": "0",
};

/** What the objective says, and the worker's share of the cores where it says nothing. */
export function withDefaults(
  options: InferenceSession.SessionOptions,
  intraOpNumThreads: number,
): InferenceSession.SessionOptions {
  return { intraOpNumThreads, ...options, extra: { ...NO_SPINNING, ...flatten(options.extra ?? {}) } };
}

/** `{ session: { a: "1" } }` as `{ "session.a": "1" }`, which ONNX Runtime takes as well. */
function flatten(nested: Readonly<Record<string, unknown>>, prefix = ""): Record<string, unknown> {
  const entries = Object.entries(nested).flatMap(([key, value]) =>
    typeof value === "object" && value !== null
      ? Object.entries(flatten(value as Record<string, unknown>, `${prefix}${key}.`))
      : [[`${prefix}${key}`, value] as const],
  );
  return Object.fromEntries(entries);
}
