/** A deep copy of plain data that nobody can change. */
export function frozenCopy<T extends object>(data: T): T {
  return copy(data, Object.freeze) as T;
}

/** A deep copy of plain data for whoever may want to change it. */
export function mutableCopy<T extends object>(data: T): T {
  return copy(data, (part) => part) as T;
}

function copy(value: unknown, finish: <T extends object>(part: T) => T): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return finish(value.map((item) => copy(item, finish)));
  const members: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) members[key] = copy(member, finish);
  return finish(members);
}
