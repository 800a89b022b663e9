/** A field, quoted or bare, and what ends it (RFC 4180; line feeds alone too). */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/**
 * Rows of fields.
 * @throws Error naming the row that is not CSV
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < text.length || row.length > 0) {
    const match = FIELD.exec(text);
    if (match === null) throw new Error(`row ${rows.length + 1} has a quote that is not closed or stands alone`);
    const [, quoted, bare = "", end] = match;
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  }
  return rows;
}
