import type { GivenResult, JsonObject, JsonValue, SearchSpace } from "@shac/core";

type Definition = JsonObject & { readonly name: string };

/** Whether a header is that of a `dataset.csv` of pyshac. */
export function isPyshacDataset(header: readonly string[]): boolean {
  return header[0] === "id" && header.at(-1) === "scores";
}

/**
 * Results of a `dataset.csv` of pyshac: `id`, a column for each parameter and `scores`. A vector has a column for each item,
 * `<name>_1` to `<name>_n`. The text of a cell does not tell of which type it is, so it is read as what the space allows: empty is
 * null, `True` is true, and 32.0 is 32, as which pandas writes it where a column has gaps.
 *
 * @param lines their cells, as many as the header has
 * @throws Error about the row or column that does not fit the space
 */
export function readPyshacDataset(
  header: readonly string[],
  lines: readonly (readonly string[])[],
  space: SearchSpace,
): GivenResult[] {
  const readers = (space.toJSON().parameters as readonly Definition[]).map((definition) =>
    readerOf(definition, header),
  );
  const known = new Set(["id", "scores", ...readers.flatMap(({ columns }) => columns)]);
  const extra = header.find((column) => !known.has(column));
  if (extra !== undefined) throw new Error(`column ${JSON.stringify(extra)} is no parameter of the study`);
  return lines.map((cells, i) => {
    const row = Object.fromEntries(header.map((column, k) => [column, cells[k] ?? ""]));
    const params = readers.map(({ name, read }) => [name, read(row, `row ${i + 1}`)] as const);
    return {
      params: Object.fromEntries(params.filter(([, value]) => value !== undefined)) as JsonObject,
      value: readNumber(row.scores ?? "") as number,
    };
  });
}

interface ParameterReader {
  readonly name: string;
  readonly columns: readonly string[];
  read(row: Readonly<Record<string, string>>, place: string): JsonValue | undefined;
}

function readerOf({ name, ...definition }: Definition, header: readonly string[]): ParameterReader {
  const { kind, length, item } = definition as JsonObject;
  const isVector = kind === "vector";
  const columns = isVector ? Array.from({ length: length as number }, (_, i) => `${name}_${i + 1}`) : [name];
  for (const column of columns) {
    const times = header.filter((other) => other === column).length;
    if (times !== 1) throw new Error(`it has ${times === 0 ? "no" : times} columns ${JSON.stringify(column)}`);
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

function readNumber(cell: string): number | string {
  const number = Number(cell);
  return cell.trim() === "" || !Number.isFinite(number) ? cell : number;
}
