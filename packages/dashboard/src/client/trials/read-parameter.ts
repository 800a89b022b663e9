import type { Trial } from "@shac/core";

const element = /^(.*)\[(\d+)\]$/s;

/** What a trial has for a flattened parameter, such as `lr` or `w[0]`; undefined where the parameter is not active. */
export function readParameter(params: Trial["params"], name: string): unknown {
  if (Object.hasOwn(params, name)) return params[name];
  const [, vector = "", index] = element.exec(name) ?? [];
  const list = Object.hasOwn(params, vector) ? params[vector] : undefined;
  return Array.isArray(list) ? list[Number(index)] : undefined;
}
