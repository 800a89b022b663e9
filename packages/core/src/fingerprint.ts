import { canonicalJson } from "./canonical-json.js";
import type { JsonValue } from "./json-value.js";

/**
 * 64 bits of hash over the canonical JSON of `value`, as 16 hexadecimal digits: two multiplicative hashes side by side
 * that mix each other at the end (the scheme of cyrb53). Tells definitions apart; no protection against forgery.
 *
 * @throws InvalidOptionError for what JSON cannot hold
 */
export function fingerprint(value: JsonValue): string {
  const text = canonicalJson(value);
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x5f356495);
  }
  const high = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  const low = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}
