import type { JsonObject, JsonValue, SearchSpace } from "@shac/core";

type Definition = JsonObject & { readonly name: string };

/**
 * A reader of the params in the rows of a CSV that pandas wrote, a column for each parameter; a vector has a column for each item, `<name>_1` to
 * `<name>_n`. The text of a cell does not tell of which type it is, so it is read as what the space allows: empty is null, `True` is true,
 * and 32.0 is 32, as which pandas writes it where a column has gaps.
 *
 * @param prefix that of the columns with params
 * @throws Error about a column that is missing, or is no parameter
 */
export function pandasParams(
  space: SearchSpace,
  header: readonly string[],
  prefix = "",
): (cells: readonly string[], place: string) => JsonObject {
  const columns = header.map((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : undefined));
  const readers = (space.toJSON().parameters as readonly Definition[]).map((definition) =>
    readerOf(definition, columns, prefix),
  );
  const known = new Set(readers.flatMap((reader) => reader.columns));
  const extra = columns.find((column) => column !== undefined && !known.has(column));
  if (extra !== undefined) throw new Error(`column ${JSON.stringify(prefix + extra)} is no parameter of the study`);
  return (cells, place) => {
    const row = Object.fromEntries(columns.map((column, k) => [column, cells[k] ?? ""]));
    const params = readers.map(({ name, read }) => [name, read(row, place)] as const);
    return Object.fromEntries(params.filter(([, value]) => value !== undefined)) as JsonObject;
  };
}

interface ParameterReader {
  readonly name: string;
  readonly columns: readonly string[];
  read(row: Readonly<Record<string, string>>, place: string): JsonValue | undefined;
}

function readerOf(
  { name, ...definition }: Definition,
  header: readonly (string | undefined)[],
  prefix: string,
): ParameterReader {
  const { kind, length, item } = definition as JsonObject;
  const isVector = kind === "vector";
  const columns = isVector ? Array.from({ length: length as number }, (_, i) => `${name}_${i + 1}`) : [name];
  for (const column of columns) {
    const times = header.filter((other) => other === column).length;
    if (times !== 1) throw new Error(`it has ${times === 0 ? "no" : times} columns ${JSON.stringify(prefix + column)}`);
  }
  const scalar = (isVector ? item : definition) as JsonObject;
  const read: ParameterReader["read"] = (row, place) => {
    const values = columns.map((column) => readCell(scalar, row[column] ?? "", `${place}, ${column}`));
    // A parameter that takes no part in the point has no value.
    return values.includes(undefined) ? undefined : isVector ? (values as JsonValue[]) : values[0];
  };
  return { name, columns, read };
}

function readCell({ kind, choices }: JsonObject, cell: string, place: string): JsonValue | undefined {
  const allowed = kind === "boolean" ? [true, false] : (choices as readonly JsonValue[] | undefined);
  if (allowed === undefined) return cell === "" ? undefined : readNumber(cell);
  const meant = allowed.filter((choice) => isWrittenAs(choice, cell));
  if (meant.length > 1) {
    throw new Error(
      `${place}: ${JSON.stringify(cell)} may be ${meant.map((each) => JSON.stringify(each)).join(" or ")}`,
    );
  }
  return meant.length === 1 ? meant[0] : cell === "" ? undefined : cell;
}

/** Whether pandas writes a value so, alone or in a column of others. */
function isWrittenAs(choice: JsonValue, cell: string): boolean {
  if (choice === null) return cell === "";
  if (typeof choice === "boolean") return cell === (choice ? "True" : "False");
  if (typeof choice === "number") return cell !== "" && Number(cell) === choice;
  return choice === cell;
}

export function readNumber(cell: string): number | string {
  const number = Number(cell);
  return cell.trim() === "" || !Number.isFinite(number) ? cell : number;
}
