const identifier = /^[A-Za-z_$][A-Za-z0-9_$]*$/;
/** Marks that turn the direction of text, and others that cannot be seen: spelled out, so that code reads as it runs. */
const unseen = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** JSON data as an object literal of TypeScript, ready to be pasted into code. */
export function toTypeScript(value: unknown, indent = ""): string {
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
  if (Array.isArray(value)) return `[${value.map((element) => toTypeScript(element, indent)).join(", ")}]`;
  const members = Object.entries(value);
  if (members.length === 0) return "{}";
  const deeper = `${indent}  `;
  const lines = members.map(([name, member]) => `${deeper}${key(name)}: ${toTypeScript(member, deeper)},`);
  return `{\n${lines.join("\n")}\n${indent}}`;
}

/** "__proto__" in brackets makes a member of that name; bare it would set the prototype. */
function key(name: string): string {
  if (name === "__proto__") return `["__proto__"]`;
  return identifier.test(name) ? name : quote(name);
}

function quote(text: string): string {
  return JSON.stringify(text).replace(unseen, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
